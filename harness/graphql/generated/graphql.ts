/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new element. Query `elementRules` for the limits. */
export type CreateElementInput = {
  /** Where Kling should send callbacks. If omitted, they go to the gateway. */
  callbackUrl?: string | null | undefined;
  /** The element's description: 1 to 100 characters. */
  description: string;
  /**
   * Your own ID for the task, unique across the whole account. Repeating the mutation with the same ID creates nothing new
   * and returns the existing task. If omitted, the gateway generates one.
   */
  externalId?: string | null | undefined;
  /** The element's name: 1 to 20 characters. What a person sees as one character counts as one. */
  name: string;
  /** The images or the video to create the element from. */
  reference: ReferenceInput;
  /** Tags for finding the element. */
  tags?: Array<ElementTag> | null | undefined;
  /** The ID of a voice for the element, from `voices` or `presetVoices`. */
  voiceId?: string | null | undefined;
};

/** The input of `createElement` while it is being filled in: anything may be missing. */
export type DraftElementInput = {
  /** As in `CreateElementInput`. */
  callbackUrl?: string | null | undefined;
  /** As in `CreateElementInput`. */
  description?: string | null | undefined;
  /** As in `CreateElementInput`. */
  externalId?: string | null | undefined;
  /** As in `CreateElementInput`. */
  name?: string | null | undefined;
  /** The images or the video to create the element from. */
  reference?: DraftReferenceInput | null | undefined;
  /** As in `CreateElementInput`. */
  tags?: Array<ElementTag> | null | undefined;
  /** As in `CreateElementInput`. A voice that Kling doesn't list is a warning. */
  voiceId?: string | null | undefined;
};

/** An image. To be complete, it needs exactly one of the fields of `ImageInput`. */
export type DraftImageInput = {
  /** As in `ImageInput`. */
  base64?: string | null | undefined;
  /** As in `ImageInput`. */
  file?: File | null | undefined;
  /** As in `ImageInput`. */
  url?: string | null | undefined;
};

/** Images of the same character, object or place. To be complete, they need a frontal image and one to three others. */
export type DraftImageReferenceInput = {
  /** The image that shows it from the front. */
  frontal?: DraftImageInput | null | undefined;
  /** Other images, from other angles. */
  others?: Array<DraftImageInput> | null | undefined;
};

/** What to create an element from. To be complete, it needs either images or a video. */
export type DraftReferenceInput = {
  /** Images. */
  images?: DraftImageReferenceInput | null | undefined;
  /** A video. */
  video?: VideoReferenceInput | null | undefined;
};

/** Kling's tags for elements. */
export type ElementTag =
  /** An animal. */
  | 'ANIMAL'
  /** A character. */
  | 'CHARACTER'
  /** Clothing. */
  | 'COSTUME'
  /** A visual effect. */
  | 'EFFECT'
  /** One of the most popular elements. */
  | 'HOTTEST'
  /** An object. */
  | 'ITEM'
  /** Anything else. */
  | 'OTHERS'
  /** A place. */
  | 'SCENE';

/**
 * A JPEG or PNG image, given in exactly one way. It may have at most 10 MB, each side must have at least 300 pixels, and
 * the longer side may be at most 2.5 times the shorter one.
 */
export type ImageInput =
  | {
      /** The image as a Base64 string, with or without a prefix such as `data:image/png;base64,`. */
      base64: string;
      file?: never;
      url?: never;
    }
  | { base64?: never; /** The image file, uploaded with a multipart request. */ file: File; url?: never }
  | { base64?: never; file?: never; /** The image's public URL. */ url: string };

/** Images of the same character, object or place. */
export type ImageReferenceInput = {
  /** The image that shows it from the front. */
  frontal: ImageInput;
  /** One to three other images, from other angles. The frontal image may be used again. */
  others: Array<ImageInput>;
};

/** The kinds of issues with an input. The n8n nodes use the same codes. */
export type IssueCode =
  /** A citation in the prompt that Kling would ignore and charge for. */
  | 'CITES_NOTHING'
  /** The element is unsuitable here: made from the wrong thing, deleted or unknown. */
  | 'ELEMENT_TYPE'
  /** The image is neither a JPEG nor a PNG. */
  | 'IMAGE_FORMAT'
  /** The image is too long and narrow. */
  | 'IMAGE_RATIO'
  /** The image has too many bytes. */
  | 'IMAGE_TOO_LARGE'
  /** The image has too few pixels. */
  | 'IMAGE_TOO_SMALL'
  /** The image is damaged or truncated. */
  | 'IMAGE_UNREADABLE'
  /** The value isn't allowed here or together with another field. */
  | 'NOT_ALLOWED_HERE'
  /** The value isn't one of the allowed choices. */
  | 'NOT_A_CHOICE'
  /** The value isn't a URL. */
  | 'NOT_A_URL'
  /** The value isn't valid Base64. */
  | 'NOT_BASE64'
  /** No prompt cites this element, image or video. */
  | 'NOT_CITED'
  /** The number is too small or too large. */
  | 'OUT_OF_RANGE'
  /** A required value is missing. */
  | 'REQUIRED'
  /** It would cost more than the given maximum. */
  | 'TOO_EXPENSIVE'
  /** The list has too few items. */
  | 'TOO_FEW'
  /** The text has too many characters. */
  | 'TOO_LONG'
  /** The list has too many items. */
  | 'TOO_MANY'
  /** Kling can't reach the file: the URL is on a private network, or is a share link that opens a web page. */
  | 'URL_NOT_PUBLIC'
  /** The gateway can't read the URL. This is only ever a warning. */
  | 'URL_UNREADABLE'
  /** The video is too short or too long. */
  | 'VIDEO_DURATION'
  /** The video is neither an MP4 nor a MOV. */
  | 'VIDEO_FORMAT'
  /** The video is neither 16:9 nor 9:16. */
  | 'VIDEO_RATIO'
  /** The video isn't 1080p. */
  | 'VIDEO_RESOLUTION'
  /** The video has too many bytes. */
  | 'VIDEO_TOO_LARGE'
  /** The video is damaged or truncated. */
  | 'VIDEO_UNREADABLE';

/** The kinds of problems with Kling. */
export type KlingProblemKind =
  /** The account can't be used: it is in an abnormal state, in arrears or out of units. */
  | 'ACCOUNT'
  /** The element has already been deleted. */
  | 'ALREADY_DELETED'
  /** The credential is missing, invalid or expired. */
  | 'AUTHENTICATION'
  /** Too many unfinished tasks at the moment. */
  | 'CONCURRENCY'
  /** The external ID is already in use. */
  | 'DUPLICATE'
  /** Kling rejected the input. */
  | 'INVALID'
  /** There is nothing with this ID. */
  | 'NOT_FOUND'
  /** The account or the gateway's IP address has no access. */
  | 'PERMISSION'
  /** The request violates the platform policy or the content policy. */
  | 'POLICY'
  /** Too many requests at the moment. */
  | 'RATE_LIMIT'
  /** Kling didn't respond or is unavailable. */
  | 'UNAVAILABLE';

/** Whether a mutation that failed took effect. */
export type Outcome =
  /** Nothing was created, changed or charged. */
  | 'NOT_DONE'
  /** It may have taken effect, because there was no clear response. */
  | 'UNKNOWN';

/** What to create an element from: either images or a video. */
export type ReferenceInput =
  | {
      /** Images. */
      images: ImageReferenceInput;
      video?: never;
    }
  | { images?: never; /** A video. */ video: VideoReferenceInput };

/** What an element was created from. */
export type ReferenceType =
  /** Images: a frontal image and one to three other images. */
  | 'IMAGE'
  /** A short video of a person. */
  | 'VIDEO';

/** The status of a task. `SUCCEEDED` and `FAILED` are final. */
export type TaskStatus =
  /** It could not be created; see `statusMessage` for the reason. This status is final. */
  | 'FAILED'
  /** Kling is working on the task, which takes seconds to minutes. */
  | 'PROCESSING'
  /** Kling has accepted the task. */
  | 'SUBMITTED'
  /** The element or voice has been created. This status is final. */
  | 'SUCCEEDED';

/** A video of a person: MP4 or MOV, 3 to 8 seconds, 1080p, 16:9 or 9:16, at most 200 MB. */
export type VideoReferenceInput = {
  /** The video's public URL. */
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
        klingCode: number | null;
        outcome: Outcome;
        externalId: string | null;
        retryAfterSeconds: number | null;
        requestId: string | null;
        retryable: boolean;
      };
};

export type CheckElementMutationVariables = Exact<{
  input: DraftElementInput;
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
        klingCode: number | null;
        outcome: Outcome;
        externalId: string | null;
        retryAfterSeconds: number | null;
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
  } | null;
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
  } | null;
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
  } | null;
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
  after?: string | null | undefined;
}>;

export type TaskChangesSubscription = {
  taskChanges: {
    cursor: string;
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
    };
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
  } | null;
};

export type PresetVoicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type PresetVoicesQuery = {
  presetVoices: {
    nodes: Array<{ id: string; name: string; sampleUrl: string | null; preset: boolean; owner: string }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  } | null;
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
      klingCode
      outcome
      externalId
      retryAfterSeconds
      requestId
      retryable
    }
  }
}
    `) as unknown as TypedDocumentString<CreateElementMutation, CreateElementMutationVariables>;
export const CheckElementDocument = new TypedDocumentString(`
    mutation CheckElement($input: DraftElementInput!) {
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
      klingCode
      outcome
      externalId
      retryAfterSeconds
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
    subscription TaskChanges($status: [TaskStatus!], $after: String) {
  taskChanges(status: $status, after: $after) {
    cursor
    task {
      ...TaskFields
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
