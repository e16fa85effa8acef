/** What GraphiQL shows first: an element to create, and the subscription that watches it come into being. */
const defaultQuery = `# 1. Create an element. These two pictures are plain grey; put yours in their place.
mutation Create {
  createElement(
    input: {
      name: "Grey square"
      description: "A plain grey square, for trying things out"
      reference: {
        images: {
          frontal: { base64: "PICTURE" }
          others: [{ base64: "PICTURE" }]
        }
      }
      tags: [OTHERS]
    }
  ) {
    __typename
    ... on CreateElementSuccess {
      task {
        id
        status
      }
    }
    ... on InvalidInput {
      message
      issues {
        path
        code
        message
      }
    }
    ... on KlingProblem {
      message
      kind
      retryable
    }
  }
}

# 2. Watch every task that is being worked on: start this first, then create.
subscription Watch {
  taskChanges {
    id
    status
    statusMessage
    elements {
      id
      name
    }
    updatedAt
  }
}

# 3. List what is there.
query List {
  elements(first: 10) {
    nodes {
      id
      name
      tags
      task {
        createdAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

/** A grey square of 300 by 300 pixels: the smallest picture that Kling takes. */
const greySquare =
  'iVBORw0KGgoAAAANSUhEUgAAASwAAAEsAgAAAAAWpskIAAAAaUlEQVR42u3MMQEAAAwCIPtHMaUFdu6EAKR/4nK5XC6Xy+VyuVwul8vlcrlcLpfL5XK5XC6Xy+VyuVwul8vlcrlcLpfL5XK5XC6Xy+VyuVwul8vlcrlcLpfL5XK5XC6Xy+VyuVwul8t1GCsoYM8YjSYlAAAAAElFTkSuQmCC';

export const graphiql = {
  title: 'Kling Elements',
  defaultQuery: defaultQuery.replaceAll('PICTURE', greySquare),
};
