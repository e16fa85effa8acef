export const createMutation = `mutation ($input: CreateElementInput!) {
  createElement(input: $input) {
    __typename
    ... on CreateElementSuccess { task { id status } }
    ... on InvalidInput { message }
    ... on KlingProblem { message }
  }
}`;
