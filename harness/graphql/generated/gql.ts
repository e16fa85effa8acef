/* eslint-disable */
import * as types from './graphql.ts';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
  'mutation CreateElement($input: CreateElementInput!) {\n  createElement(input: $input) {\n    __typename\n    ... on CreateElementSuccess {\n      repeated\n      task {\n        id\n        externalId\n        status\n      }\n    }\n    ... on InvalidInput {\n      message\n      issues {\n        path\n        code\n        message\n      }\n    }\n    ... on KlingProblem {\n      message\n      kind\n      klingCode\n      outcome\n      externalId\n      retryAfterSeconds\n      requestId\n      retryable\n    }\n  }\n}\n\nmutation CheckElement($input: DraftElementInput!) {\n  checkElement(input: $input) {\n    __typename\n    ... on CheckElementSuccess {\n      warnings {\n        path\n        code\n        message\n      }\n    }\n    ... on InvalidInput {\n      message\n      issues {\n        path\n        code\n        message\n      }\n    }\n  }\n}': typeof types.CreateElementDocument;
  'mutation DeleteElement($id: ID!) {\n  deleteElement(id: $id) {\n    __typename\n    ... on DeleteElementSuccess {\n      id\n    }\n    ... on KlingProblem {\n      message\n      kind\n      klingCode\n      outcome\n      externalId\n      retryAfterSeconds\n      requestId\n      retryable\n    }\n  }\n}': typeof types.DeleteElementDocument;
  'fragment ElementFields on Element {\n  id\n  name\n  description\n  referenceType\n  frontalImage\n  otherImages\n  video\n  voice {\n    id\n    name\n  }\n  tags\n  preset\n  owner\n  deleted\n}\n\nquery Element($id: ID!) {\n  element(id: $id) {\n    ...ElementFields\n    task {\n      id\n      status\n    }\n  }\n}\n\nquery Elements($first: Int, $after: String, $includeDeleted: Boolean) {\n  elements(first: $first, after: $after, includeDeleted: $includeDeleted) {\n    nodes {\n      ...ElementFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery PresetElements($first: Int, $after: String) {\n  presetElements(first: $first, after: $after) {\n    nodes {\n      ...ElementFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery ElementRules {\n  elementRules {\n    nameMaxLength\n    descriptionMaxLength\n    imageFormats\n    imageMaxBytes\n    imageMinSide\n    imageMaxRatio\n    otherImagesMin\n    otherImagesMax\n    videoFormats\n    videoMaxBytes\n    videoMinSeconds\n    videoMaxSeconds\n    tags\n  }\n}': typeof types.ElementFieldsFragmentDoc;
  'fragment TaskFields on Task {\n  id\n  externalId\n  status\n  statusMessage\n  final\n  createdAt\n  updatedAt\n  unitsCharged\n  elements {\n    id\n    name\n  }\n}\n\nquery Task($id: ID!) {\n  task(id: $id) {\n    ...TaskFields\n  }\n}\n\nquery Tasks($first: Int, $after: String, $status: [TaskStatus!]) {\n  tasks(first: $first, after: $after, status: $status) {\n    nodes {\n      ...TaskFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nsubscription TaskStatus($id: ID!) {\n  taskStatus(id: $id) {\n    ...TaskFields\n  }\n}\n\nsubscription TaskChanges($status: [TaskStatus!], $after: String) {\n  taskChanges(status: $status, after: $after) {\n    cursor\n    task {\n      ...TaskFields\n    }\n  }\n}': typeof types.TaskFieldsFragmentDoc;
  'fragment VoiceFields on Voice {\n  id\n  name\n  sampleUrl\n  preset\n  owner\n}\n\nquery Voices($first: Int, $after: String) {\n  voices(first: $first, after: $after) {\n    nodes {\n      ...VoiceFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery PresetVoices($first: Int, $after: String) {\n  presetVoices(first: $first, after: $after) {\n    nodes {\n      ...VoiceFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}': typeof types.VoiceFieldsFragmentDoc;
};
const documents: Documents = {
  'mutation CreateElement($input: CreateElementInput!) {\n  createElement(input: $input) {\n    __typename\n    ... on CreateElementSuccess {\n      repeated\n      task {\n        id\n        externalId\n        status\n      }\n    }\n    ... on InvalidInput {\n      message\n      issues {\n        path\n        code\n        message\n      }\n    }\n    ... on KlingProblem {\n      message\n      kind\n      klingCode\n      outcome\n      externalId\n      retryAfterSeconds\n      requestId\n      retryable\n    }\n  }\n}\n\nmutation CheckElement($input: DraftElementInput!) {\n  checkElement(input: $input) {\n    __typename\n    ... on CheckElementSuccess {\n      warnings {\n        path\n        code\n        message\n      }\n    }\n    ... on InvalidInput {\n      message\n      issues {\n        path\n        code\n        message\n      }\n    }\n  }\n}':
    types.CreateElementDocument,
  'mutation DeleteElement($id: ID!) {\n  deleteElement(id: $id) {\n    __typename\n    ... on DeleteElementSuccess {\n      id\n    }\n    ... on KlingProblem {\n      message\n      kind\n      klingCode\n      outcome\n      externalId\n      retryAfterSeconds\n      requestId\n      retryable\n    }\n  }\n}':
    types.DeleteElementDocument,
  'fragment ElementFields on Element {\n  id\n  name\n  description\n  referenceType\n  frontalImage\n  otherImages\n  video\n  voice {\n    id\n    name\n  }\n  tags\n  preset\n  owner\n  deleted\n}\n\nquery Element($id: ID!) {\n  element(id: $id) {\n    ...ElementFields\n    task {\n      id\n      status\n    }\n  }\n}\n\nquery Elements($first: Int, $after: String, $includeDeleted: Boolean) {\n  elements(first: $first, after: $after, includeDeleted: $includeDeleted) {\n    nodes {\n      ...ElementFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery PresetElements($first: Int, $after: String) {\n  presetElements(first: $first, after: $after) {\n    nodes {\n      ...ElementFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery ElementRules {\n  elementRules {\n    nameMaxLength\n    descriptionMaxLength\n    imageFormats\n    imageMaxBytes\n    imageMinSide\n    imageMaxRatio\n    otherImagesMin\n    otherImagesMax\n    videoFormats\n    videoMaxBytes\n    videoMinSeconds\n    videoMaxSeconds\n    tags\n  }\n}':
    types.ElementFieldsFragmentDoc,
  'fragment TaskFields on Task {\n  id\n  externalId\n  status\n  statusMessage\n  final\n  createdAt\n  updatedAt\n  unitsCharged\n  elements {\n    id\n    name\n  }\n}\n\nquery Task($id: ID!) {\n  task(id: $id) {\n    ...TaskFields\n  }\n}\n\nquery Tasks($first: Int, $after: String, $status: [TaskStatus!]) {\n  tasks(first: $first, after: $after, status: $status) {\n    nodes {\n      ...TaskFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nsubscription TaskStatus($id: ID!) {\n  taskStatus(id: $id) {\n    ...TaskFields\n  }\n}\n\nsubscription TaskChanges($status: [TaskStatus!], $after: String) {\n  taskChanges(status: $status, after: $after) {\n    cursor\n    task {\n      ...TaskFields\n    }\n  }\n}':
    types.TaskFieldsFragmentDoc,
  'fragment VoiceFields on Voice {\n  id\n  name\n  sampleUrl\n  preset\n  owner\n}\n\nquery Voices($first: Int, $after: String) {\n  voices(first: $first, after: $after) {\n    nodes {\n      ...VoiceFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery PresetVoices($first: Int, $after: String) {\n  presetVoices(first: $first, after: $after) {\n    nodes {\n      ...VoiceFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}':
    types.VoiceFieldsFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'mutation CreateElement($input: CreateElementInput!) {\n  createElement(input: $input) {\n    __typename\n    ... on CreateElementSuccess {\n      repeated\n      task {\n        id\n        externalId\n        status\n      }\n    }\n    ... on InvalidInput {\n      message\n      issues {\n        path\n        code\n        message\n      }\n    }\n    ... on KlingProblem {\n      message\n      kind\n      klingCode\n      outcome\n      externalId\n      retryAfterSeconds\n      requestId\n      retryable\n    }\n  }\n}\n\nmutation CheckElement($input: DraftElementInput!) {\n  checkElement(input: $input) {\n    __typename\n    ... on CheckElementSuccess {\n      warnings {\n        path\n        code\n        message\n      }\n    }\n    ... on InvalidInput {\n      message\n      issues {\n        path\n        code\n        message\n      }\n    }\n  }\n}',
): typeof import('./graphql.ts').CreateElementDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'mutation DeleteElement($id: ID!) {\n  deleteElement(id: $id) {\n    __typename\n    ... on DeleteElementSuccess {\n      id\n    }\n    ... on KlingProblem {\n      message\n      kind\n      klingCode\n      outcome\n      externalId\n      retryAfterSeconds\n      requestId\n      retryable\n    }\n  }\n}',
): typeof import('./graphql.ts').DeleteElementDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'fragment ElementFields on Element {\n  id\n  name\n  description\n  referenceType\n  frontalImage\n  otherImages\n  video\n  voice {\n    id\n    name\n  }\n  tags\n  preset\n  owner\n  deleted\n}\n\nquery Element($id: ID!) {\n  element(id: $id) {\n    ...ElementFields\n    task {\n      id\n      status\n    }\n  }\n}\n\nquery Elements($first: Int, $after: String, $includeDeleted: Boolean) {\n  elements(first: $first, after: $after, includeDeleted: $includeDeleted) {\n    nodes {\n      ...ElementFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery PresetElements($first: Int, $after: String) {\n  presetElements(first: $first, after: $after) {\n    nodes {\n      ...ElementFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery ElementRules {\n  elementRules {\n    nameMaxLength\n    descriptionMaxLength\n    imageFormats\n    imageMaxBytes\n    imageMinSide\n    imageMaxRatio\n    otherImagesMin\n    otherImagesMax\n    videoFormats\n    videoMaxBytes\n    videoMinSeconds\n    videoMaxSeconds\n    tags\n  }\n}',
): typeof import('./graphql.ts').ElementFieldsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'fragment TaskFields on Task {\n  id\n  externalId\n  status\n  statusMessage\n  final\n  createdAt\n  updatedAt\n  unitsCharged\n  elements {\n    id\n    name\n  }\n}\n\nquery Task($id: ID!) {\n  task(id: $id) {\n    ...TaskFields\n  }\n}\n\nquery Tasks($first: Int, $after: String, $status: [TaskStatus!]) {\n  tasks(first: $first, after: $after, status: $status) {\n    nodes {\n      ...TaskFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nsubscription TaskStatus($id: ID!) {\n  taskStatus(id: $id) {\n    ...TaskFields\n  }\n}\n\nsubscription TaskChanges($status: [TaskStatus!], $after: String) {\n  taskChanges(status: $status, after: $after) {\n    cursor\n    task {\n      ...TaskFields\n    }\n  }\n}',
): typeof import('./graphql.ts').TaskFieldsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'fragment VoiceFields on Voice {\n  id\n  name\n  sampleUrl\n  preset\n  owner\n}\n\nquery Voices($first: Int, $after: String) {\n  voices(first: $first, after: $after) {\n    nodes {\n      ...VoiceFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery PresetVoices($first: Int, $after: String) {\n  presetVoices(first: $first, after: $after) {\n    nodes {\n      ...VoiceFields\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}',
): typeof import('./graphql.ts').VoiceFieldsFragmentDoc;

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
