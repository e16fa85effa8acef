import { describe, expect, test } from '@jest/globals';

import { acceptedResult, acceptsEvents } from './accept.ts';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

describe('the type of a result', () => {
  test.each([
    [undefined, json],
    ['*/*', json],
    ['application/*', json],
    [json, json],
    [graphql, graphql],
    ['APPLICATION/JSON', json],
    [`${graphql}, ${json}`, graphql],
    [`${json}, ${graphql}`, json],
    [`${json};q=0.5, ${graphql}`, graphql],
    [`${json}; q=0.5, ${graphql}; q=0.9`, graphql],
    [`${graphql};q=0.1, */*`, json],
    [`${json};q=0, */*`, graphql],
    [`${json};q=0`, undefined],
    [`${json}; charset=utf-8`, json],
    [`${json}; charset="UTF-8"; q=0.2, ${graphql}; q=0.1`, json],
    [`${json}; charset=latin1`, undefined],
    [`${json}; charset=latin1, ${graphql}`, graphql],
    ['text/event-stream', undefined],
    ['text/html, application/xhtml+xml, */*;q=0.8', json],
    ['', undefined],
    ['nonsense', undefined],
  ])('for Accept: %s, the type of a result is %s', (accept, type) => {
    expect(acceptedResult(accept)).toBe(type);
    // From memory, too.
    expect(acceptedResult(accept)).toBe(type);
  });
});

describe('Server-Sent Events', () => {
  test.each([
    [undefined, true],
    ['*/*', true],
    ['text/*', true],
    ['text/event-stream', true],
    [`text/event-stream;q=0.1, ${json}`, true],
    ['text/event-stream;q=0, */*', false],
    [json, false],
    ['text/html', false],
  ])('Accept: %s accepts Server-Sent Events: %s', (accept, events) => {
    expect(acceptsEvents(accept)).toBe(events);
  });
});
