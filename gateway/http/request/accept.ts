export type ResultType = 'application/json' | 'application/graphql-response+json';

/**
 * The media type in which a client wants a single result: the first supported one that it names, as yoga chooses.
 *
 * @param accept the header; without one any type is accepted
 * @returns undefined if the client accepts neither
 */
export function acceptedResult(accept: string | undefined): ResultType | undefined {
  if (accept === undefined || accept === '*/*') return 'application/json';
  for (const type of acceptedTypes(accept)) {
    if (type === '*/*' || type === 'application/*' || type === 'application/json') return 'application/json';
    if (type === 'application/graphql-response+json') return type;
  }
  return undefined;
}

/** Whether a client accepts a stream of Server-Sent Events. */
export function acceptsEvents(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*') return true;
  return acceptedTypes(accept).some(
    (type) => type === 'text/event-stream' || type === 'text/*' || type === '*/*',
  );
}

/** Without those in another charset than UTF-8, which is the only one that the gateway writes. */
function acceptedTypes(accept: string): string[] {
  return accept
    .replace(/\s/g, '')
    .toLowerCase()
    .split(',')
    .flatMap((entry) => {
      const [type = '', ...parameters] = entry.split(';');
      const charset = parameters.find((parameter) => parameter.includes('charset='));
      return charset === undefined || charset === 'charset=utf-8' ? [type] : [];
    });
}
