import type { UploadedFile } from '../uploaded-file.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Task as TaskModel, Voice as VoiceModel } from '@kling-elements/validation';
import type { Change as ChangeModel } from '../../../ledger/change.ts';
import type { ElementInTask } from '../elements/element-in-task.ts';
import type { GatewayContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /** A date and time in RFC 3339 format, in UTC with milliseconds, such as `2024-08-04T07:59:17.708Z`. */
  DateTime: { input: string; output: number };
  /** A file in a multipart request. Declare it as a variable that is `null` in `operations`, and give its path in `map`. */
  File: { input: UploadedFile; output: never };
  /**
   * A URL. Any string is accepted as input; one that isn't a URL is reported as an issue with the code `NOT_A_URL` and its
   * path. URLs in responses are as Kling returns them: those on Kling's CDN are signed and expire after about 30 days.
   */
  URL: { input: string; output: string };
};

/** The result of `checkElement`. */
export type CheckElementResult = CheckElementSuccess | InvalidInput;

/** The input is valid, as far as the gateway can tell. */
export type CheckElementSuccess = {
  __typename?: 'CheckElementSuccess';
  /**
   * What the gateway couldn't check, such as a URL that it can't read, or a voice that Kling doesn't list. Kling may still
   * accept it.
   */
  warnings: Array<InputIssue>;
};

/** A new element. Query `elementRules` for the limits. */
export type CreateElementInput = {
  /** Where Kling should send callbacks. If omitted, they go to the gateway. */
  callbackUrl?: InputMaybe<Scalars['URL']['input']>;
  /** The element's description: 1 to 100 characters. */
  description: Scalars['String']['input'];
  /**
   * Your own ID for the task, unique across the whole account. Repeating the mutation with the same ID creates nothing new
   * and returns the existing task. If omitted, the gateway generates one.
   */
  externalId?: InputMaybe<Scalars['ID']['input']>;
  /** The element's name: 1 to 20 characters. What a person sees as one character counts as one. */
  name: Scalars['String']['input'];
  /** The images or the video to create the element from. */
  reference: ReferenceInput;
  /** Tags for finding the element. */
  tags?: InputMaybe<Array<ElementTag>>;
  /** The ID of a voice for the element, from `voices` or `presetVoices`. */
  voiceId?: InputMaybe<Scalars['ID']['input']>;
};

/** The result of `createElement`. */
export type CreateElementResult = CreateElementSuccess | InvalidInput | KlingProblem;

/** Kling has accepted the element and is creating it. */
export type CreateElementSuccess = {
  __typename?: 'CreateElementSuccess';
  /** Whether the external ID was already in use. In that case, nothing new was created and `task` is the existing task. */
  repeated: Scalars['Boolean']['output'];
  /** The task that creates the element. Subscribe to `taskStatus` to follow it. */
  task: Task;
};

/** The result of `deleteElement`. */
export type DeleteElementResult = DeleteElementSuccess | KlingProblem;

/** The element has been deleted. */
export type DeleteElementSuccess = {
  __typename?: 'DeleteElementSuccess';
  /** The deleted element. Null if the gateway doesn't know its task: Kling's response says nothing about the element. */
  element: Maybe<Element>;
  /** The deleted element's ID. */
  id: Scalars['ID']['output'];
};

/** The input of `createElement` while it is being filled in: anything may be missing. */
export type DraftElementInput = {
  /** As in `CreateElementInput`. */
  callbackUrl?: InputMaybe<Scalars['URL']['input']>;
  /** As in `CreateElementInput`. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** As in `CreateElementInput`. */
  externalId?: InputMaybe<Scalars['ID']['input']>;
  /** As in `CreateElementInput`. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The images or the video to create the element from. */
  reference?: InputMaybe<DraftReferenceInput>;
  /** As in `CreateElementInput`. */
  tags?: InputMaybe<Array<ElementTag>>;
  /** As in `CreateElementInput`. A voice that Kling doesn't list is a warning. */
  voiceId?: InputMaybe<Scalars['ID']['input']>;
};

/** An image. To be complete, it needs exactly one of the fields of `ImageInput`. */
export type DraftImageInput = {
  /** As in `ImageInput`. */
  base64?: InputMaybe<Scalars['String']['input']>;
  /** As in `ImageInput`. */
  file?: InputMaybe<Scalars['File']['input']>;
  /** As in `ImageInput`. */
  url?: InputMaybe<Scalars['URL']['input']>;
};

/** Images of the same character, object or place. To be complete, they need a frontal image and one to three others. */
export type DraftImageReferenceInput = {
  /** The image that shows it from the front. */
  frontal?: InputMaybe<DraftImageInput>;
  /** Other images, from other angles. */
  others?: InputMaybe<Array<DraftImageInput>>;
};

/** What to create an element from. To be complete, it needs either images or a video. */
export type DraftReferenceInput = {
  /** Images. */
  images?: InputMaybe<DraftImageReferenceInput>;
  /** A video. */
  video?: InputMaybe<VideoReferenceInput>;
};

/** A reusable character, object or place that keeps its look in every video Kling makes with it. */
export type Element = {
  __typename?: 'Element';
  /** Whether the element has been deleted. A deleted element can still be read but no longer be used. */
  deleted: Scalars['Boolean']['output'];
  /** The element's description. */
  description: Scalars['String']['output'];
  /** The frontal image, on Kling's CDN. Null for elements created from a video. */
  frontalImage: Maybe<Scalars['URL']['output']>;
  /** Kling's ID of the element. It may exceed the range of JavaScript numbers, so treat it as a string. */
  id: Scalars['ID']['output'];
  /** The element's name. Names aren't necessarily unique. */
  name: Scalars['String']['output'];
  /** The other images, on Kling's CDN. */
  otherImages: Array<Scalars['URL']['output']>;
  /** Kling's ID of the account that owns the element, or `kling` for presets. */
  owner: Scalars['String']['output'];
  /** Whether the element is one that Kling provides for everyone. */
  preset: Scalars['Boolean']['output'];
  /** What the element was created from. Null if Kling doesn't say. */
  referenceType: Maybe<ReferenceType>;
  /** The element's tags. Tags that Kling doesn't document are omitted. */
  tags: Array<ElementTag>;
  /** The task that created the element. Null if the gateway doesn't know it. */
  task: Maybe<Task>;
  /** The reference video, on Kling's CDN. Null for elements created from images. */
  video: Maybe<Scalars['URL']['output']>;
  /** The element's voice, if it has one. */
  voice: Maybe<Voice>;
};

/** A page of elements. */
export type ElementConnection = {
  __typename?: 'ElementConnection';
  /** The elements on this page, with their cursors. */
  edges: Array<ElementEdge>;
  /** The elements on this page. */
  nodes: Array<Element>;
  /** Information for pagination. */
  pageInfo: PageInfo;
};

/** An element in a list. */
export type ElementEdge = {
  __typename?: 'ElementEdge';
  /** The element's position in the list, for use as `after`. */
  cursor: Scalars['String']['output'];
  /** The element. */
  node: Element;
};

/** The limits for a new element. */
export type ElementRules = {
  __typename?: 'ElementRules';
  /** The maximum length of a description, in characters. */
  descriptionMaxLength: Scalars['Int']['output'];
  /** The supported image formats, as file extensions without the dot. */
  imageFormats: Array<Scalars['String']['output']>;
  /** The maximum size of an image, in bytes. */
  imageMaxBytes: Scalars['Int']['output'];
  /** The maximum ratio of an image's longer side to its shorter side. */
  imageMaxRatio: Scalars['Float']['output'];
  /** The minimum length of each side of an image, in pixels. */
  imageMinSide: Scalars['Int']['output'];
  /** The maximum length of a name, in characters. */
  nameMaxLength: Scalars['Int']['output'];
  /** The maximum number of images in addition to the frontal one. */
  otherImagesMax: Scalars['Int']['output'];
  /** The minimum number of images in addition to the frontal one. */
  otherImagesMin: Scalars['Int']['output'];
  /** The available tags. */
  tags: Array<ElementTag>;
  /** The supported video formats, as file extensions without the dot. */
  videoFormats: Array<Scalars['String']['output']>;
  /** The maximum size of a video, in bytes. */
  videoMaxBytes: Scalars['Int']['output'];
  /** The maximum duration of a video, in seconds. */
  videoMaxSeconds: Scalars['Float']['output'];
  /** The minimum duration of a video, in seconds. */
  videoMinSeconds: Scalars['Float']['output'];
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
  /** The image as a Base64 string, with or without a prefix such as `data:image/png;base64,`. */
  | {
      base64: Scalars['String']['input'];
      file?: never;
      url?: never;
    } /** The image file, uploaded with a multipart request. */
  | { base64?: never; file: Scalars['File']['input']; url?: never } /** The image's public URL. */
  | { base64?: never; file?: never; url: Scalars['URL']['input'] };

/** Images of the same character, object or place. */
export type ImageReferenceInput = {
  /** The image that shows it from the front. */
  frontal: ImageInput;
  /** One to three other images, from other angles. The frontal image may be used again. */
  others: Array<ImageInput>;
};

/** An issue with the input. */
export type InputIssue = {
  __typename?: 'InputIssue';
  /** The value's own number, to compare with `limit`. Null if it isn't known. */
  actual: Maybe<Scalars['Float']['output']>;
  /** The kind of issue, for programs. */
  code: IssueCode;
  /**
   * The number that the value exceeds or falls short of, in the unit of `elementRules`: characters, items, bytes, pixels of
   * the shorter side, seconds, or the longer side divided by the shorter. Null if the issue isn't about a number.
   */
  limit: Maybe<Scalars['Float']['output']>;
  /** What is wrong and how to fix it, for people. */
  message: Scalars['String']['output'];
  /** The path within `input`, such as `reference.images.others[1].base64`. */
  path: Scalars['String']['output'];
};

/** The input is invalid. It was not sent to Kling: nothing was created or charged. */
export type InvalidInput = Problem & {
  __typename?: 'InvalidInput';
  /** All issues, each with its path. */
  issues: Array<InputIssue>;
  /** A one-line summary of the issues. */
  message: Scalars['String']['output'];
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

/**
 * Kling refused the request or didn't respond. In queries and subscriptions, errors have the same fields in their
 * `extensions`, with `KLING_` and the kind as their `code`.
 */
export type KlingProblem = Problem & {
  __typename?: 'KlingProblem';
  /**
   * The external ID of a creation, generated by the gateway if you gave none. Repeating the creation with it creates only
   * one element, whatever became of the first attempt. Null for other mutations.
   */
  externalId: Maybe<Scalars['ID']['output']>;
  /** The kind of problem, for programs. */
  kind: KlingProblemKind;
  /** Kling's service code. Null if there was no response to read. */
  klingCode: Maybe<Scalars['Int']['output']>;
  /** A one-line message that says what happened and what to do next. */
  message: Scalars['String']['output'];
  /** Whether the mutation took effect. If this is `UNKNOWN`, repeat a creation with the same input and this `externalId`. */
  outcome: Outcome;
  /** Kling's ID of the request. Quote it when you contact Kling's support. */
  requestId: Maybe<Scalars['String']['output']>;
  /** How many seconds to wait before trying again, if Kling or the gateway knows. */
  retryAfterSeconds: Maybe<Scalars['Float']['output']>;
  /** Whether the same request may succeed later without anyone changing anything. */
  retryable: Scalars['Boolean']['output'];
};

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

/** Creates, checks and deletes elements. */
export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Checks the input of `createElement`, including its media and voice, without creating anything. Use it to validate
   * forms: anything may still be missing, and is then an issue, too.
   */
  checkElement: CheckElementResult;
  /**
   * Creates an element, exactly once for each `externalId`. The text and media are checked first, and all issues are
   * reported together, so that invalid input never reaches Kling.
   */
  createElement: CreateElementResult;
  /** Deletes one of the account's own elements. This takes effect immediately and can't be undone. */
  deleteElement: DeleteElementResult;
};

/** Creates, checks and deletes elements. */
export type MutationCheckElementArgs = {
  input: DraftElementInput;
};

/** Creates, checks and deletes elements. */
export type MutationCreateElementArgs = {
  input: CreateElementInput;
};

/** Creates, checks and deletes elements. */
export type MutationDeleteElementArgs = {
  id: Scalars['ID']['input'];
};

/** Whether a mutation that failed took effect. */
export type Outcome =
  /** Nothing was created, changed or charged. */
  | 'NOT_DONE'
  /** It may have taken effect, because there was no clear response. */
  | 'UNKNOWN';

/** A page's position in its list. There is no total count, because Kling doesn't provide one. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** The cursor of the last item on this page. Pass it as `after` to get the next page. Null if the page is empty. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there are more items after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether this page was requested with `after`. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first item on this page. Null if the page is empty. */
  startCursor: Maybe<Scalars['String']['output']>;
};

/** Why a mutation did not do what was asked. */
export type Problem = {
  /** A one-line message that says what happened and what to do next. */
  message: Scalars['String']['output'];
};

/** Reads tasks, elements and voices. */
export type Query = {
  __typename?: 'Query';
  /** An element by its ID, either one of the account's own or a preset. Null if Kling doesn't list it. */
  element: Maybe<Element>;
  /** The limits that `createElement` enforces, for building forms. */
  elementRules: ElementRules;
  /** The account's own elements, newest first. */
  elements: Maybe<ElementConnection>;
  /**
   * The cursor of the newest change, for `taskChanges(after:)`. Query it before or together with the tasks, and no change
   * after them is missed. Null if there has been no change yet.
   */
  lastChangeCursor: Maybe<Scalars['String']['output']>;
  /** The elements that Kling provides for everyone. */
  presetElements: Maybe<ElementConnection>;
  /** The voices that Kling provides for everyone. */
  presetVoices: Maybe<VoiceConnection>;
  /** A task by its ID or external ID. Null if Kling doesn't know it. */
  task: Maybe<Task>;
  /** The account's tasks, newest first. */
  tasks: Maybe<TaskConnection>;
  /** The account's own voices, newest first. */
  voices: Maybe<VoiceConnection>;
};

/** Reads tasks, elements and voices. */
export type QueryElementArgs = {
  id: Scalars['ID']['input'];
};

/** Reads tasks, elements and voices. */
export type QueryElementsArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  includeDeleted?: InputMaybe<Scalars['Boolean']['input']>;
  name: InputMaybe<Scalars['String']['input']>;
  tags: InputMaybe<Array<ElementTag>>;
};

/** Reads tasks, elements and voices. */
export type QueryPresetElementsArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  name: InputMaybe<Scalars['String']['input']>;
  tags: InputMaybe<Array<ElementTag>>;
};

/** Reads tasks, elements and voices. */
export type QueryPresetVoicesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Reads tasks, elements and voices. */
export type QueryTaskArgs = {
  id: Scalars['ID']['input'];
};

/** Reads tasks, elements and voices. */
export type QueryTasksArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kind?: InputMaybe<TaskKind>;
  status: InputMaybe<Array<TaskStatus>>;
};

/** Reads tasks, elements and voices. */
export type QueryVoicesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What to create an element from: either images or a video. */
export type ReferenceInput =
  /** Images. */
  | { images: ImageReferenceInput; video?: never } /** A video. */
  | { images?: never; video: VideoReferenceInput };

/** What an element was created from. */
export type ReferenceType =
  /** Images: a frontal image and one to three other images. */
  | 'IMAGE'
  /** A short video of a person. */
  | 'VIDEO';

/** Follows tasks live, over Server-Sent Events or WebSocket. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Every change of every task that the gateway tracks, in order and without gaps or duplicates: from now on, or after an
   * earlier change. Over Server-Sent Events, each event has the cursor as its ID, and the header `Last-Event-ID` takes the
   * place of `after`.
   */
  taskChanges: TaskChange;
  /**
   * A task's current state, followed by every change of its status, in order and without gaps or duplicates. Completes
   * after a final status. Waits for a create in progress under this external ID. Fails with the code `KLING_NOT_FOUND` if
   * the task doesn't exist.
   */
  taskStatus: Task;
};

/** Follows tasks live, over Server-Sent Events or WebSocket. */
export type SubscriptionTaskChangesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  status: InputMaybe<Array<TaskStatus>>;
};

/** Follows tasks live, over Server-Sent Events or WebSocket. */
export type SubscriptionTaskStatusArgs = {
  id: Scalars['ID']['input'];
};

/** Kling's job of creating an element or a voice. */
export type Task = {
  __typename?: 'Task';
  /** When Kling accepted the task. */
  createdAt: Scalars['DateTime']['output'];
  /** The elements that the task created. Empty until the task has succeeded. */
  elements: Array<Element>;
  /**
   * The external ID that the task was created with, unique across the whole account. Null for tasks that were created
   * elsewhere without one.
   */
  externalId: Maybe<Scalars['ID']['output']>;
  /** Whether the status is final, that is, `SUCCEEDED` or `FAILED`. */
  final: Scalars['Boolean']['output'];
  /** Kling's ID of the task. */
  id: Scalars['ID']['output'];
  /** What the task creates. */
  kind: TaskKind;
  /** The task's current status. */
  status: TaskStatus;
  /** Kling's message about the status, such as the reason why the task failed. */
  statusMessage: Maybe<Scalars['String']['output']>;
  /** The task's cost in Kling's units, as a decimal number. Null until Kling reports it. */
  unitsCharged: Maybe<Scalars['String']['output']>;
  /** When Kling last updated the task. */
  updatedAt: Scalars['DateTime']['output'];
  /** The voices that the task created. Empty until the task has succeeded. */
  voices: Array<Voice>;
};

/** A change of a task's status. */
export type TaskChange = {
  __typename?: 'TaskChange';
  /** The change's position among all changes, for use as `after`. */
  cursor: Scalars['String']['output'];
  /** The task as it was right after the change. */
  task: Task;
};

/** A page of tasks. */
export type TaskConnection = {
  __typename?: 'TaskConnection';
  /** The tasks on this page, with their cursors. */
  edges: Array<TaskEdge>;
  /** The tasks on this page. */
  nodes: Array<Task>;
  /** Information for pagination. */
  pageInfo: PageInfo;
};

/** A task in a list. */
export type TaskEdge = {
  __typename?: 'TaskEdge';
  /** The task's position in the list, for use as `after`. */
  cursor: Scalars['String']['output'];
  /** The task. */
  node: Task;
};

/** What a task creates. */
export type TaskKind =
  /** An element. */
  | 'ELEMENT'
  /** A voice. */
  | 'VOICE';

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
  url: Scalars['URL']['input'];
};

/** A voice for an element. */
export type Voice = {
  __typename?: 'Voice';
  /** Kling's ID of the voice, for use as `voiceId`. */
  id: Scalars['ID']['output'];
  /** The voice's name. */
  name: Scalars['String']['output'];
  /** Kling's ID of the account that owns the voice, or `kling` for presets. */
  owner: Scalars['String']['output'];
  /** Whether the voice is one that Kling provides for everyone. */
  preset: Scalars['Boolean']['output'];
  /** A short recording of the voice. Null if Kling has none. */
  sampleUrl: Maybe<Scalars['URL']['output']>;
};

/** A page of voices. */
export type VoiceConnection = {
  __typename?: 'VoiceConnection';
  /** The voices on this page, with their cursors. */
  edges: Array<VoiceEdge>;
  /** The voices on this page. */
  nodes: Array<Voice>;
  /** Information for pagination. */
  pageInfo: PageInfo;
};

/** A voice in a list. */
export type VoiceEdge = {
  __typename?: 'VoiceEdge';
  /** The voice's position in the list, for use as `after`. */
  cursor: Scalars['String']['output'];
  /** The voice. */
  node: Voice;
};

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<
  TTypes,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
> = (parent: TParent, context: TContext, info: GraphQLResolveInfo) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CheckElementResult:
    | (CheckElementSuccess & { __typename: 'CheckElementSuccess' })
    | (InvalidInput & { __typename: 'InvalidInput' });
  CreateElementResult:
    | (Omit<CreateElementSuccess, 'task'> & { task: _RefType['Task'] } & {
        __typename: 'CreateElementSuccess';
      })
    | (InvalidInput & { __typename: 'InvalidInput' })
    | (KlingProblem & { __typename: 'KlingProblem' });
  DeleteElementResult:
    | (Omit<DeleteElementSuccess, 'element'> & { element?: Maybe<_RefType['Element']> } & {
        __typename: 'DeleteElementSuccess';
      })
    | (KlingProblem & { __typename: 'KlingProblem' });
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem: (InvalidInput & { __typename: 'InvalidInput' }) | (KlingProblem & { __typename: 'KlingProblem' });
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CheckElementResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CheckElementResult']>;
  CheckElementSuccess: ResolverTypeWrapper<CheckElementSuccess>;
  CreateElementInput: CreateElementInput;
  CreateElementResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateElementResult']>;
  CreateElementSuccess: ResolverTypeWrapper<
    Omit<CreateElementSuccess, 'task'> & { task: ResolversTypes['Task'] }
  >;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteElementResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteElementResult']>;
  DeleteElementSuccess: ResolverTypeWrapper<
    Omit<DeleteElementSuccess, 'element'> & { element?: Maybe<ResolversTypes['Element']> }
  >;
  DraftElementInput: DraftElementInput;
  DraftImageInput: DraftImageInput;
  DraftImageReferenceInput: DraftImageReferenceInput;
  DraftReferenceInput: DraftReferenceInput;
  Element: ResolverTypeWrapper<ElementInTask>;
  ElementConnection: ResolverTypeWrapper<
    Omit<ElementConnection, 'edges' | 'nodes'> & {
      edges: Array<ResolversTypes['ElementEdge']>;
      nodes: Array<ResolversTypes['Element']>;
    }
  >;
  ElementEdge: ResolverTypeWrapper<Omit<ElementEdge, 'node'> & { node: ResolversTypes['Element'] }>;
  ElementRules: ResolverTypeWrapper<ElementRules>;
  ElementTag: ElementTag;
  File: ResolverTypeWrapper<Scalars['File']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  ImageReferenceInput: ImageReferenceInput;
  InputIssue: ResolverTypeWrapper<InputIssue>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  IssueCode: IssueCode;
  KlingProblem: ResolverTypeWrapper<KlingProblem>;
  KlingProblemKind: KlingProblemKind;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Outcome: Outcome;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReferenceInput: ReferenceInput;
  ReferenceType: ReferenceType;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Task: ResolverTypeWrapper<TaskModel>;
  TaskChange: ResolverTypeWrapper<ChangeModel>;
  TaskConnection: ResolverTypeWrapper<
    Omit<TaskConnection, 'edges' | 'nodes'> & {
      edges: Array<ResolversTypes['TaskEdge']>;
      nodes: Array<ResolversTypes['Task']>;
    }
  >;
  TaskEdge: ResolverTypeWrapper<Omit<TaskEdge, 'node'> & { node: ResolversTypes['Task'] }>;
  TaskKind: TaskKind;
  TaskStatus: TaskStatus;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  VideoReferenceInput: VideoReferenceInput;
  Voice: ResolverTypeWrapper<VoiceModel>;
  VoiceConnection: ResolverTypeWrapper<
    Omit<VoiceConnection, 'edges' | 'nodes'> & {
      edges: Array<ResolversTypes['VoiceEdge']>;
      nodes: Array<ResolversTypes['Voice']>;
    }
  >;
  VoiceEdge: ResolverTypeWrapper<Omit<VoiceEdge, 'node'> & { node: ResolversTypes['Voice'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  CheckElementResult: ResolversUnionTypes<ResolversParentTypes>['CheckElementResult'];
  CheckElementSuccess: CheckElementSuccess;
  CreateElementInput: CreateElementInput;
  CreateElementResult: ResolversUnionTypes<ResolversParentTypes>['CreateElementResult'];
  CreateElementSuccess: Omit<CreateElementSuccess, 'task'> & { task: ResolversParentTypes['Task'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteElementResult: ResolversUnionTypes<ResolversParentTypes>['DeleteElementResult'];
  DeleteElementSuccess: Omit<DeleteElementSuccess, 'element'> & {
    element?: Maybe<ResolversParentTypes['Element']>;
  };
  DraftElementInput: DraftElementInput;
  DraftImageInput: DraftImageInput;
  DraftImageReferenceInput: DraftImageReferenceInput;
  DraftReferenceInput: DraftReferenceInput;
  Element: ElementInTask;
  ElementConnection: Omit<ElementConnection, 'edges' | 'nodes'> & {
    edges: Array<ResolversParentTypes['ElementEdge']>;
    nodes: Array<ResolversParentTypes['Element']>;
  };
  ElementEdge: Omit<ElementEdge, 'node'> & { node: ResolversParentTypes['Element'] };
  ElementRules: ElementRules;
  File: Scalars['File']['output'];
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  ImageReferenceInput: ImageReferenceInput;
  InputIssue: InputIssue;
  Int: Scalars['Int']['output'];
  InvalidInput: InvalidInput;
  KlingProblem: KlingProblem;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  ReferenceInput: ReferenceInput;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  Task: TaskModel;
  TaskChange: ChangeModel;
  TaskConnection: Omit<TaskConnection, 'edges' | 'nodes'> & {
    edges: Array<ResolversParentTypes['TaskEdge']>;
    nodes: Array<ResolversParentTypes['Task']>;
  };
  TaskEdge: Omit<TaskEdge, 'node'> & { node: ResolversParentTypes['Task'] };
  URL: Scalars['URL']['output'];
  VideoReferenceInput: VideoReferenceInput;
  Voice: VoiceModel;
  VoiceConnection: Omit<VoiceConnection, 'edges' | 'nodes'> & {
    edges: Array<ResolversParentTypes['VoiceEdge']>;
    nodes: Array<ResolversParentTypes['Voice']>;
  };
  VoiceEdge: Omit<VoiceEdge, 'node'> & { node: ResolversParentTypes['Voice'] };
};

export type CheckElementResultResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['CheckElementResult'] = ResolversParentTypes['CheckElementResult'],
> = {
  __resolveType: TypeResolveFn<'CheckElementSuccess' | 'InvalidInput', ParentType, ContextType>;
};

export type CheckElementSuccessResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['CheckElementSuccess'] =
    ResolversParentTypes['CheckElementSuccess'],
> = {
  warnings?: Resolver<Array<ResolversTypes['InputIssue']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateElementResultResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['CreateElementResult'] =
    ResolversParentTypes['CreateElementResult'],
> = {
  __resolveType: TypeResolveFn<
    'CreateElementSuccess' | 'InvalidInput' | 'KlingProblem',
    ParentType,
    ContextType
  >;
};

export type CreateElementSuccessResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['CreateElementSuccess'] =
    ResolversParentTypes['CreateElementSuccess'],
> = {
  repeated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  task?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteElementResultResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['DeleteElementResult'] =
    ResolversParentTypes['DeleteElementResult'],
> = {
  __resolveType: TypeResolveFn<'DeleteElementSuccess' | 'KlingProblem', ParentType, ContextType>;
};

export type DeleteElementSuccessResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['DeleteElementSuccess'] =
    ResolversParentTypes['DeleteElementSuccess'],
> = {
  element?: Resolver<Maybe<ResolversTypes['Element']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ElementResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Element'] = ResolversParentTypes['Element'],
> = {
  deleted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  frontalImage?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  otherImages?: Resolver<Array<ResolversTypes['URL']>, ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  preset?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  referenceType?: Resolver<Maybe<ResolversTypes['ReferenceType']>, ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['ElementTag']>, ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  video?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  voice?: Resolver<Maybe<ResolversTypes['Voice']>, ParentType, ContextType>;
};

export type ElementConnectionResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['ElementConnection'] = ResolversParentTypes['ElementConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['ElementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Element']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ElementEdgeResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['ElementEdge'] = ResolversParentTypes['ElementEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Element'], ParentType, ContextType>;
};

export type ElementRulesResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['ElementRules'] = ResolversParentTypes['ElementRules'],
> = {
  descriptionMaxLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  imageFormats?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  imageMaxBytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  imageMaxRatio?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  imageMinSide?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nameMaxLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  otherImagesMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  otherImagesMin?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['ElementTag']>, ParentType, ContextType>;
  videoFormats?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  videoMaxBytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  videoMaxSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  videoMinSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface FileScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['File'], any> {
  name: 'File';
}

export type InputIssueResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['InputIssue'] = ResolversParentTypes['InputIssue'],
> = {
  actual?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['IssueCode'], ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput'],
> = {
  issues?: Resolver<Array<ResolversTypes['InputIssue']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KlingProblemResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['KlingProblem'] = ResolversParentTypes['KlingProblem'],
> = {
  externalId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['KlingProblemKind'], ParentType, ContextType>;
  klingCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['Outcome'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  checkElement?: Resolver<
    ResolversTypes['CheckElementResult'],
    ParentType,
    ContextType,
    RequireFields<MutationCheckElementArgs, 'input'>
  >;
  createElement?: Resolver<
    ResolversTypes['CreateElementResult'],
    ParentType,
    ContextType,
    RequireFields<MutationCreateElementArgs, 'input'>
  >;
  deleteElement?: Resolver<
    ResolversTypes['DeleteElementResult'],
    ParentType,
    ContextType,
    RequireFields<MutationDeleteElementArgs, 'id'>
  >;
};

export type PageInfoResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProblemResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem'],
> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'KlingProblem', ParentType, ContextType>;
};

export type QueryResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  element?: Resolver<
    Maybe<ResolversTypes['Element']>,
    ParentType,
    ContextType,
    RequireFields<QueryElementArgs, 'id'>
  >;
  elementRules?: Resolver<ResolversTypes['ElementRules'], ParentType, ContextType>;
  elements?: Resolver<
    Maybe<ResolversTypes['ElementConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryElementsArgs, 'first' | 'includeDeleted'>
  >;
  lastChangeCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  presetElements?: Resolver<
    Maybe<ResolversTypes['ElementConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryPresetElementsArgs, 'first'>
  >;
  presetVoices?: Resolver<
    Maybe<ResolversTypes['VoiceConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryPresetVoicesArgs, 'first'>
  >;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTaskArgs, 'id'>>;
  tasks?: Resolver<
    Maybe<ResolversTypes['TaskConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryTasksArgs, 'first' | 'kind'>
  >;
  voices?: Resolver<
    Maybe<ResolversTypes['VoiceConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryVoicesArgs, 'first'>
  >;
};

export type SubscriptionResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription'],
> = {
  taskChanges?: SubscriptionResolver<
    ResolversTypes['TaskChange'],
    'taskChanges',
    ParentType,
    ContextType,
    Partial<SubscriptionTaskChangesArgs>
  >;
  taskStatus?: SubscriptionResolver<
    ResolversTypes['Task'],
    'taskStatus',
    ParentType,
    ContextType,
    RequireFields<SubscriptionTaskStatusArgs, 'id'>
  >;
};

export type TaskResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Task'] = ResolversParentTypes['Task'],
> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  elements?: Resolver<Array<ResolversTypes['Element']>, ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  final?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TaskKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>;
  statusMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unitsCharged?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  voices?: Resolver<Array<ResolversTypes['Voice']>, ParentType, ContextType>;
};

export type TaskChangeResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TaskChange'] = ResolversParentTypes['TaskChange'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  task?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
};

export type TaskConnectionResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TaskConnection'] = ResolversParentTypes['TaskConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['TaskEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Task']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TaskEdgeResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TaskEdge'] = ResolversParentTypes['TaskEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type VoiceResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Voice'] = ResolversParentTypes['Voice'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  preset?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sampleUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type VoiceConnectionResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['VoiceConnection'] = ResolversParentTypes['VoiceConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['VoiceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Voice']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type VoiceEdgeResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['VoiceEdge'] = ResolversParentTypes['VoiceEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Voice'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GatewayContext> = {
  CheckElementResult?: CheckElementResultResolvers<ContextType>;
  CheckElementSuccess?: CheckElementSuccessResolvers<ContextType>;
  CreateElementResult?: CreateElementResultResolvers<ContextType>;
  CreateElementSuccess?: CreateElementSuccessResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteElementResult?: DeleteElementResultResolvers<ContextType>;
  DeleteElementSuccess?: DeleteElementSuccessResolvers<ContextType>;
  Element?: ElementResolvers<ContextType>;
  ElementConnection?: ElementConnectionResolvers<ContextType>;
  ElementEdge?: ElementEdgeResolvers<ContextType>;
  ElementRules?: ElementRulesResolvers<ContextType>;
  File?: GraphQLScalarType;
  InputIssue?: InputIssueResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  KlingProblem?: KlingProblemResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Task?: TaskResolvers<ContextType>;
  TaskChange?: TaskChangeResolvers<ContextType>;
  TaskConnection?: TaskConnectionResolvers<ContextType>;
  TaskEdge?: TaskEdgeResolvers<ContextType>;
  URL?: GraphQLScalarType;
  Voice?: VoiceResolvers<ContextType>;
  VoiceConnection?: VoiceConnectionResolvers<ContextType>;
  VoiceEdge?: VoiceEdgeResolvers<ContextType>;
};
