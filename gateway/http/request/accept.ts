export type ResultType = 'application/json' | 'application/graphql-response+json';

/**
 * The media type in which a client wants a single result: the first of those it names, as yoga chooses.
 *
 * @param accept the header; whatever is welcome without one
 * @returns undefined when the client takes neither
 */
export function acceptedResult(accept: string | undefined): ResultType | undefined {
  if (accept === undefined || accept === '*/*') return 'application/json';
  for (const one of accept.replace(/\s/g, '').toLowerCase().split(',')) {
    const [type, ...parameters] = one.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    if (type === '*/*' || type === 'application/*' || type === 'application/json') return 'application/json';
    if (type === 'application/graphql-response+json') return type;
  }
  return undefined;
}

/** Whether a client names Server-Sent Events among what it takes. */
export function takesEvents(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes('text/event-stream') === true;
}
