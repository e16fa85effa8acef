/** What GraphiQL shows at first: a mutation to create an element, and a subscription to watch its creation. */
const defaultQuery = `# 1. Create an element. Replace these two plain grey images with your own.
mutation Create {
  createElement(
    input: {
      name: "Grey square"
      description: "A plain grey square, to try things out"
      reference: {
        images: {
          frontal: { base64: "IMAGE_DATA" }
          others: [{ base64: "IMAGE_DATA" }]
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

# 2. Watch all tasks. Start this first, then create an element.
subscription Watch {
  taskChanges {
    task {
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
}

# 3. List the elements.
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

/** A grey square of 300 by 300 pixels: the smallest image that Kling accepts. */
const greySquare =
  'iVBORw0KGgoAAAANSUhEUgAAASwAAAEsAgAAAAAWpskIAAAAaUlEQVR42u3MMQEAAAwCIPtHMaUFdu6EAKR/4nK5XC6Xy+VyuVwul8vlcrlcLpfL5XK5XC6Xy+VyuVwul8vlcrlcLpfL5XK5XC6Xy+VyuVwul8vlcrlcLpfL5XK5XC6Xy+VyuVwul8t1GCsoYM8YjSYlAAAAAElFTkSuQmCC';

export const graphiql = {
  title: 'Kling Elements',
  defaultQuery: defaultQuery.replaceAll('IMAGE_DATA', greySquare),
};
