import type { TypedDocumentString } from './generated/graphql.ts';

export interface GraphQLResponse<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/** Takes the files out of the variables and replaces each with null, as the multipart specification demands. */
function withoutFiles(value: unknown, path: string, files: Map<string, File>): unknown {
  if (value instanceof File) {
    files.set(path, value);
    return null;
  }
  if (Array.isArray(value)) return value.map((one, index) => withoutFiles(one, `${path}.${index}`, files));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withoutFiles(one, `${path}.${name}`, files)]),
  );
}

/** A client of the gateway as in a frontend: fetch, and nothing else. */
export function graphqlClient(endpoint: string) {
  return {
    async ask<Data, Variables>(
      document: TypedDocumentString<Data, Variables>,
      variables: Variables,
    ): Promise<GraphQLResponse<Data>> {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: document.toString(), variables }),
      });
      return (await response.json()) as GraphQLResponse<Data>;
    },

    /** The same with files in the variables, by the GraphQL multipart request specification. */
    async upload<Data, Variables>(
      document: TypedDocumentString<Data, Variables>,
      variables: Variables,
    ): Promise<GraphQLResponse<Data>> {
      const files = new Map<string, File>();
      const rest = withoutFiles(variables, 'variables', files);
      const form = new FormData();
      form.set('operations', JSON.stringify({ query: document.toString(), variables: rest }));
      form.set(
        'map',
        JSON.stringify(Object.fromEntries([...files.keys()].map((path, index) => [index, [path]]))),
      );
      [...files.values()].forEach((file, index) => {
        form.set(String(index), file);
      });
      const response = await fetch(endpoint, { method: 'POST', body: form });
      return (await response.json()) as GraphQLResponse<Data>;
    },

    /** A subscription over Server-Sent Events: the result of each `next` event, until `complete`. */
    async *events<Data, Variables>(
      document: TypedDocumentString<Data, Variables>,
      variables: Variables,
    ): AsyncGenerator<GraphQLResponse<Data>> {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query: document.toString(), variables }),
      });
      if (response.body === null)
        throw new Error(`The response is HTTP ${response.status} without a stream.`);
      let text = '';
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const name = /^event: ?(.*)$/m.exec(event)?.[1];
          const data = /^data: ?(.*)$/m.exec(event)?.[1] ?? '';
          if (name === 'complete') return;
          if (name === 'next') yield JSON.parse(data) as GraphQLResponse<Data>;
        }
      }
      throw new Error('The stream ended without a complete event.');
    },
  };
}

export type GraphQLClient = ReturnType<typeof graphqlClient>;
