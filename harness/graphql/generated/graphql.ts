/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new element. What is allowed stands in the query `elementRules`. */
export type CreateElementInput = {
  /** A receiver of your own for Kling's callbacks; the gateway's is used when absent. */
  callbackUrl?: string | null | undefined;
  /** Its description: 1 to 100 characters. */
  description: string;
  /**
   * Your own key for it, unique in the whole account. A repeat of this call under the same key makes nothing new. The
   * gateway makes one when absent.
   */
  externalId?: string | null | undefined;
  /** Its name: 1 to 20 characters, counted as people count them. */
  name: string;
  /** The pictures, or the video, to make it from. */
  reference: ReferenceInput;
  /** Tags to find it by. */
  tags?: Array<ElementTag> | null | undefined;
  /** A voice for it, from `voices` or `presetVoices`. */
  voiceId?: string | null | undefined;
};

/** Kling's tags for elements. */
export type ElementTag =
  /** An animal. */
  | 'ANIMAL'
  /** A character. */
  | 'CHARACTER'
  /** Something to wear. */
  | 'COSTUME'
  /** A visual effect. */
  | 'EFFECT'
  /** Among the most used. */
  | 'HOTTEST'
  /** A thing. */
  | 'ITEM'
  /** Anything else. */
  | 'OTHERS'
  /** A place. */
  | 'SCENE';

/**
 * A picture, JPEG or PNG, in exactly one form. At most 10 MB, each side at least 300 pixels, and the longer side at most
 * 2.5 times the shorter.
 */
export type ImageInput =
  | {
      /** Its bytes as Base64 text; a prefix such as `data:image/png;base64,` may stand before it. */
      base64: string;
      file?: never;
      url?: never;
    }
  | { base64?: never; /** The file itself, sent along in a multipart request. */ file: File; url?: never }
  | { base64?: never; file?: never; /** Its public address. */ url: string };

/** Pictures of one thing. */
export type ImageReferenceInput = {
  /** The picture that shows it from the front. */
  frontal: ImageInput;
  /** One to three others, from other sides; the frontal one may serve again. */
  others: Array<ImageInput>;
};

/** What can be wrong with an input. The n8n nodes use the same codes. */
export type IssueCode =
  /** Neither JPEG nor PNG. */
  | 'IMAGE_FORMAT'
  /** A picture that is too long and narrow. */
  | 'IMAGE_RATIO'
  /** A picture of more bytes than allowed. */
  | 'IMAGE_TOO_LARGE'
  /** A picture of fewer pixels than needed. */
  | 'IMAGE_TOO_SMALL'
  /** A picture that is damaged or cut off. */
  | 'IMAGE_UNREADABLE'
  /** Possible, but not here or not together with another field. */
  | 'NOT_ALLOWED_HERE'
  /** Not one of the possible values. */
  | 'NOT_A_CHOICE'
  /** Not a web address. */
  | 'NOT_A_URL'
  /** Not Base64 text. */
  | 'NOT_BASE64'
  /** Not filled in. */
  | 'REQUIRED'
  /** Fewer entries than needed. */
  | 'TOO_FEW'
  /** More characters than allowed. */
  | 'TOO_LONG'
  /** More entries than allowed. */
  | 'TOO_MANY'
  /** An address on a private network, which Kling cannot reach. */
  | 'URL_NOT_PUBLIC'
  /** An address that could not be read from here; only ever a warning. */
  | 'URL_UNREADABLE'
  /** A video that is too short or too long. */
  | 'VIDEO_DURATION'
  /** Neither MP4 nor MOV. */
  | 'VIDEO_FORMAT'
  /** A video that is neither 16:9 nor 9:16. */
  | 'VIDEO_RATIO'
  /** A video that is not 1080p. */
  | 'VIDEO_RESOLUTION'
  /** A video of more bytes than allowed. */
  | 'VIDEO_TOO_LARGE'
  /** A video that is damaged or cut off. */
  | 'VIDEO_UNREADABLE';

/** Kinds of problems with Kling. */
export type KlingProblemKind =
  /** The account cannot be used: abnormal, in arrears, or out of units. */
  | 'ACCOUNT'
  /** The element was deleted before. */
  | 'ALREADY_DELETED'
  /** The credential is missing, wrong or expired. */
  | 'AUTHENTICATION'
  /** Too many unfinished tasks for the moment. */
  | 'CONCURRENCY'
  /** The external id is taken. */
  | 'DUPLICATE'
  /** Kling does not accept the input. */
  | 'INVALID'
  /** Kling knows nothing under this id. */
  | 'NOT_FOUND'
  /** The account, or this machine, has no access. */
  | 'PERMISSION'
  /** Against the platform's or its content policy. */
  | 'POLICY'
  /** Too many requests for the moment. */
  | 'RATE_LIMIT'
  /** Kling did not answer, or is out of order. */
  | 'UNAVAILABLE';

/** What an element is made from: exactly one of the two. */
export type ReferenceInput =
  | {
      /** Pictures. */
      images: ImageReferenceInput;
      video?: never;
    }
  | { images?: never; /** A video. */ video: VideoReferenceInput };

/** What an element was made from. */
export type ReferenceType =
  /** Pictures: a frontal one and one to three others. */
  | 'IMAGE'
  /** A short video of a person. */
  | 'VIDEO';

/** How far a task has come. `SUCCEEDED` and `FAILED` are final. */
export type TaskStatus =
  /** Not done; `statusMessage` says why. Final. */
  | 'FAILED'
  /** Kling is working on it: seconds to minutes. */
  | 'PROCESSING'
  /** Kling has accepted the task. */
  | 'SUBMITTED'
  /** Done: the element is there. Final. */
  | 'SUCCEEDED';

/** A video of a person: MP4 or MOV, 3 to 8 seconds, 1080p, 16:9 or 9:16, at most 200 MB. */
export type VideoReferenceInput = {
  /** Its public address. */
  url: string;
};

export type CreateElementMutationVariables = Exact<{
  input: CreateElementInput;
}>;

export type CreateElementMutation = {
  createElement:
    | {
        __typename: 'CreateElementSuccess';
        repeated: boolean;
        task: { id: string; externalId: string | null; status: TaskStatus };
      }
    | {
        __typename: 'InvalidInput';
        message: string;
        issues: Array<{ path: string; code: IssueCode; message: string }>;
      }
    | {
        __typename: 'KlingProblem';
        message: string;
        kind: KlingProblemKind;
        code: number | null;
        requestId: string | null;
        retryable: boolean;
      };
};

export type CheckElementMutationVariables = Exact<{
  input: CreateElementInput;
}>;

export type CheckElementMutation = {
  checkElement:
    | {
        __typename: 'CheckElementSuccess';
        warnings: Array<{ path: string; code: IssueCode; message: string }>;
      }
    | {
        __typename: 'InvalidInput';
        message: string;
        issues: Array<{ path: string; code: IssueCode; message: string }>;
      };
};

export type DeleteElementMutationVariables = Exact<{
  id: string;
}>;

export type DeleteElementMutation = {
  deleteElement:
    | { __typename: 'DeleteElementSuccess'; id: string }
    | {
        __typename: 'KlingProblem';
        message: string;
        kind: KlingProblemKind;
        code: number | null;
        requestId: string | null;
        retryable: boolean;
      };
};

export type ElementFieldsFragment = {
  id: string;
  name: string;
  description: string;
  referenceType: ReferenceType | null;
  frontalImage: string | null;
  otherImages: Array<string>;
  video: string | null;
  tags: Array<ElementTag>;
  preset: boolean;
  owner: string;
  deleted: boolean;
  voice: { id: string; name: string } | null;
};

export type ElementQueryVariables = Exact<{
  id: string;
}>;

export type ElementQuery = {
  element: {
    id: string;
    name: string;
    description: string;
    referenceType: ReferenceType | null;
    frontalImage: string | null;
    otherImages: Array<string>;
    video: string | null;
    tags: Array<ElementTag>;
    preset: boolean;
    owner: string;
    deleted: boolean;
    task: { id: string; status: TaskStatus } | null;
    voice: { id: string; name: string } | null;
  } | null;
};

export type ElementsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  includeDeleted?: boolean | null | undefined;
}>;

export type ElementsQuery = {
  elements: {
    nodes: Array<{
      id: string;
      name: string;
      description: string;
      referenceType: ReferenceType | null;
      frontalImage: string | null;
      otherImages: Array<string>;
      video: string | null;
      tags: Array<ElementTag>;
      preset: boolean;
      owner: string;
      deleted: boolean;
      voice: { id: string; name: string } | null;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type PresetElementsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type PresetElementsQuery = {
  presetElements: {
    nodes: Array<{
      id: string;
      name: string;
      description: string;
      referenceType: ReferenceType | null;
      frontalImage: string | null;
      otherImages: Array<string>;
      video: string | null;
      tags: Array<ElementTag>;
      preset: boolean;
      owner: string;
      deleted: boolean;
      voice: { id: string; name: string } | null;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type ElementRulesQueryVariables = Exact<{ [key: string]: never }>;

export type ElementRulesQuery = {
  elementRules: {
    nameMaxLength: number;
    descriptionMaxLength: number;
    imageFormats: Array<string>;
    imageMaxBytes: number;
    imageMinSide: number;
    imageMaxRatio: number;
    otherImagesMin: number;
    otherImagesMax: number;
    videoFormats: Array<string>;
    videoMaxBytes: number;
    videoMinSeconds: number;
    videoMaxSeconds: number;
    tags: Array<ElementTag>;
  };
};

export type TaskFieldsFragment = {
  id: string;
  externalId: string | null;
  status: TaskStatus;
  statusMessage: string | null;
  final: boolean;
  createdAt: string;
  updatedAt: string;
  unitsCharged: string | null;
  elements: Array<{ id: string; name: string }>;
};

export type TaskQueryVariables = Exact<{
  id: string;
}>;

export type TaskQuery = {
  task: {
    id: string;
    externalId: string | null;
    status: TaskStatus;
    statusMessage: string | null;
    final: boolean;
    createdAt: string;
    updatedAt: string;
    unitsCharged: string | null;
    elements: Array<{ id: string; name: string }>;
  } | null;
};

export type TasksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: Array<TaskStatus> | TaskStatus | null | undefined;
}>;

export type TasksQuery = {
  tasks: {
    nodes: Array<{
      id: string;
      externalId: string | null;
      status: TaskStatus;
      statusMessage: string | null;
      final: boolean;
      createdAt: string;
      updatedAt: string;
      unitsCharged: string | null;
      elements: Array<{ id: string; name: string }>;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type TaskStatusSubscriptionVariables = Exact<{
  id: string;
}>;

export type TaskStatusSubscription = {
  taskStatus: {
    id: string;
    externalId: string | null;
    status: TaskStatus;
    statusMessage: string | null;
    final: boolean;
    createdAt: string;
    updatedAt: string;
    unitsCharged: string | null;
    elements: Array<{ id: string; name: string }>;
  };
};

export type TaskChangesSubscriptionVariables = Exact<{
  status?: Array<TaskStatus> | TaskStatus | null | undefined;
}>;

export type TaskChangesSubscription = {
  taskChanges: {
    id: string;
    externalId: string | null;
    status: TaskStatus;
    statusMessage: string | null;
    final: boolean;
    createdAt: string;
    updatedAt: string;
    unitsCharged: string | null;
    elements: Array<{ id: string; name: string }>;
  };
};

export type VoiceFieldsFragment = {
  id: string;
  name: string;
  sampleUrl: string | null;
  preset: boolean;
  owner: string;
};

export type VoicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type VoicesQuery = {
  voices: {
    nodes: Array<{ id: string; name: string; sampleUrl: string | null; preset: boolean; owner: string }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type PresetVoicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type PresetVoicesQuery = {
  presetVoices: {
    nodes: Array<{ id: string; name: string; sampleUrl: string | null; preset: boolean; owner: string }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ElementFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment ElementFields on Element {
  id
  name
  description
  referenceType
  frontalImage
  otherImages
  video
  voice {
    id
    name
  }
  tags
  preset
  owner
  deleted
}
    `,
  { fragmentName: 'ElementFields' },
) as unknown as TypedDocumentString<ElementFieldsFragment, unknown>;
export const TaskFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment TaskFields on Task {
  id
  externalId
  status
  statusMessage
  final
  createdAt
  updatedAt
  unitsCharged
  elements {
    id
    name
  }
}
    `,
  { fragmentName: 'TaskFields' },
) as unknown as TypedDocumentString<TaskFieldsFragment, unknown>;
export const VoiceFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment VoiceFields on Voice {
  id
  name
  sampleUrl
  preset
  owner
}
    `,
  { fragmentName: 'VoiceFields' },
) as unknown as TypedDocumentString<VoiceFieldsFragment, unknown>;
export const CreateElementDocument = new TypedDocumentString(`
    mutation CreateElement($input: CreateElementInput!) {
  createElement(input: $input) {
    __typename
    ... on CreateElementSuccess {
      repeated
      task {
        id
        externalId
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
      code
      requestId
      retryable
    }
  }
}
    `) as unknown as TypedDocumentString<CreateElementMutation, CreateElementMutationVariables>;
export const CheckElementDocument = new TypedDocumentString(`
    mutation CheckElement($input: CreateElementInput!) {
  checkElement(input: $input) {
    __typename
    ... on CheckElementSuccess {
      warnings {
        path
        code
        message
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
  }
}
    `) as unknown as TypedDocumentString<CheckElementMutation, CheckElementMutationVariables>;
export const DeleteElementDocument = new TypedDocumentString(`
    mutation DeleteElement($id: ID!) {
  deleteElement(id: $id) {
    __typename
    ... on DeleteElementSuccess {
      id
    }
    ... on KlingProblem {
      message
      kind
      code
      requestId
      retryable
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteElementMutation, DeleteElementMutationVariables>;
export const ElementDocument = new TypedDocumentString(`
    query Element($id: ID!) {
  element(id: $id) {
    ...ElementFields
    task {
      id
      status
    }
  }
}
    fragment ElementFields on Element {
  id
  name
  description
  referenceType
  frontalImage
  otherImages
  video
  voice {
    id
    name
  }
  tags
  preset
  owner
  deleted
}`) as unknown as TypedDocumentString<ElementQuery, ElementQueryVariables>;
export const ElementsDocument = new TypedDocumentString(`
    query Elements($first: Int, $after: String, $includeDeleted: Boolean) {
  elements(first: $first, after: $after, includeDeleted: $includeDeleted) {
    nodes {
      ...ElementFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ElementFields on Element {
  id
  name
  description
  referenceType
  frontalImage
  otherImages
  video
  voice {
    id
    name
  }
  tags
  preset
  owner
  deleted
}`) as unknown as TypedDocumentString<ElementsQuery, ElementsQueryVariables>;
export const PresetElementsDocument = new TypedDocumentString(`
    query PresetElements($first: Int, $after: String) {
  presetElements(first: $first, after: $after) {
    nodes {
      ...ElementFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ElementFields on Element {
  id
  name
  description
  referenceType
  frontalImage
  otherImages
  video
  voice {
    id
    name
  }
  tags
  preset
  owner
  deleted
}`) as unknown as TypedDocumentString<PresetElementsQuery, PresetElementsQueryVariables>;
export const ElementRulesDocument = new TypedDocumentString(`
    query ElementRules {
  elementRules {
    nameMaxLength
    descriptionMaxLength
    imageFormats
    imageMaxBytes
    imageMinSide
    imageMaxRatio
    otherImagesMin
    otherImagesMax
    videoFormats
    videoMaxBytes
    videoMinSeconds
    videoMaxSeconds
    tags
  }
}
    `) as unknown as TypedDocumentString<ElementRulesQuery, ElementRulesQueryVariables>;
export const TaskDocument = new TypedDocumentString(`
    query Task($id: ID!) {
  task(id: $id) {
    ...TaskFields
  }
}
    fragment TaskFields on Task {
  id
  externalId
  status
  statusMessage
  final
  createdAt
  updatedAt
  unitsCharged
  elements {
    id
    name
  }
}`) as unknown as TypedDocumentString<TaskQuery, TaskQueryVariables>;
export const TasksDocument = new TypedDocumentString(`
    query Tasks($first: Int, $after: String, $status: [TaskStatus!]) {
  tasks(first: $first, after: $after, status: $status) {
    nodes {
      ...TaskFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment TaskFields on Task {
  id
  externalId
  status
  statusMessage
  final
  createdAt
  updatedAt
  unitsCharged
  elements {
    id
    name
  }
}`) as unknown as TypedDocumentString<TasksQuery, TasksQueryVariables>;
export const TaskStatusDocument = new TypedDocumentString(`
    subscription TaskStatus($id: ID!) {
  taskStatus(id: $id) {
    ...TaskFields
  }
}
    fragment TaskFields on Task {
  id
  externalId
  status
  statusMessage
  final
  createdAt
  updatedAt
  unitsCharged
  elements {
    id
    name
  }
}`) as unknown as TypedDocumentString<TaskStatusSubscription, TaskStatusSubscriptionVariables>;
export const TaskChangesDocument = new TypedDocumentString(`
    subscription TaskChanges($status: [TaskStatus!]) {
  taskChanges(status: $status) {
    ...TaskFields
  }
}
    fragment TaskFields on Task {
  id
  externalId
  status
  statusMessage
  final
  createdAt
  updatedAt
  unitsCharged
  elements {
    id
    name
  }
}`) as unknown as TypedDocumentString<TaskChangesSubscription, TaskChangesSubscriptionVariables>;
export const VoicesDocument = new TypedDocumentString(`
    query Voices($first: Int, $after: String) {
  voices(first: $first, after: $after) {
    nodes {
      ...VoiceFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment VoiceFields on Voice {
  id
  name
  sampleUrl
  preset
  owner
}`) as unknown as TypedDocumentString<VoicesQuery, VoicesQueryVariables>;
export const PresetVoicesDocument = new TypedDocumentString(`
    query PresetVoices($first: Int, $after: String) {
  presetVoices(first: $first, after: $after) {
    nodes {
      ...VoiceFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment VoiceFields on Voice {
  id
  name
  sampleUrl
  preset
  owner
}`) as unknown as TypedDocumentString<PresetVoicesQuery, PresetVoicesQueryVariables>;
