// What the stock servers serve: the part of our schema that the benchmarks query, over Kling's own JSON.
export const typeDefs = /* GraphQL */ `
  enum TaskStatus {
    SUBMITTED
    PROCESSING
    SUCCEEDED
    FAILED
  }
  type Element {
    id: ID!
    name: String!
    description: String!
  }
  type Task {
    id: ID!
    status: TaskStatus!
    statusMessage: String
    elements: [Element!]!
  }
  type Query {
    task(id: ID!): Task
  }
`;

const statuses = { submitted: 'SUBMITTED', processing: 'PROCESSING', succeed: 'SUCCEEDED', failed: 'FAILED' };

/** Converts Kling's response to the schema's types. */
export function taskOf({ data }) {
  return {
    id: data.task_id,
    status: statuses[data.task_status],
    statusMessage: data.task_status_msg,
    elements: (data.task_result.elements ?? []).map((element) => ({
      id: String(element.element_id),
      name: element.element_name,
      description: element.element_description,
    })),
  };
}

/** @param task returns a task by its ID */
export const resolversOf = (task) => ({ Query: { task: (_, { id }) => task(id) } });

export const upstream = process.env.UPSTREAM_URL;
export const pathOf = (id) => `/v1/general/advanced-custom-elements/${id}`;
export const authorization = 'Bearer bench-key';
