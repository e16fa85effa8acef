import type { UploadedFile } from '../uploaded-file.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Task as TaskModel, Voice as VoiceModel } from '@kling-elements/validation';
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
  /** A moment: RFC 3339, in UTC, with milliseconds, such as `2024-08-04T07:59:17.708Z`. */
  DateTime: { input: string; output: number };
  /** One file of a multipart request. Declare it as a variable that is `null` in `operations`, and name its place in `map`. */
  File: { input: UploadedFile; output: never };
  /**
   * A web address. As input any text is taken; one that is no address comes back as an issue (`NOT_A_URL`) that says
   * where it stands. As output it is what Kling gave: signed addresses on Kling's CDN that expire after about 30 days.
   */
  URL: { input: string; output: string };
};

/** What came of `checkElement`. */
export type CheckElementResult = CheckElementSuccess | InvalidInput;

/** The input would be accepted, as far as can be told from here. */
export type CheckElementSuccess = {
  __typename?: 'CheckElementSuccess';
  /** What could not be looked at, such as an address that cannot be read from here; Kling may reach it all the same. */
  warnings: Array<InputIssue>;
};

/** A new element. What is allowed stands in the query `elementRules`. */
export type CreateElementInput = {
  /** A receiver of your own for Kling's callbacks; the gateway's is used when absent. */
  callbackUrl?: InputMaybe<Scalars['URL']['input']>;
  /** Its description: 1 to 100 characters. */
  description: Scalars['String']['input'];
  /**
   * Your own key for it, unique in the whole account. A repeat of this call under the same key makes nothing new. The
   * gateway makes one when absent.
   */
  externalId?: InputMaybe<Scalars['ID']['input']>;
  /** Its name: 1 to 20 characters, counted as people count them. */
  name: Scalars['String']['input'];
  /** The pictures, or the video, to make it from. */
  reference: ReferenceInput;
  /** Tags to find it by. */
  tags?: InputMaybe<Array<ElementTag>>;
  /** A voice for it, from `voices` or `presetVoices`. */
  voiceId?: InputMaybe<Scalars['ID']['input']>;
};

/** What came of `createElement`. */
export type CreateElementResult = CreateElementSuccess | InvalidInput | KlingProblem;

/** Kling has accepted the element. */
export type CreateElementSuccess = {
  __typename?: 'CreateElementSuccess';
  /** Whether the external id was known before: then the task is the earlier one, and nothing new was made. */
  repeated: Scalars['Boolean']['output'];
  /** The task that makes it, to be watched with `taskStatus`. */
  task: Task;
};

/** What came of `deleteElement`. */
export type DeleteElementResult = DeleteElementSuccess | KlingProblem;

/** The element is deleted. */
export type DeleteElementSuccess = {
  __typename?: 'DeleteElementSuccess';
  /** The id of the deleted element. */
  id: Scalars['ID']['output'];
};

/** A character, thing or place that Kling keeps looking the same in the videos it makes. */
export type Element = {
  __typename?: 'Element';
  /** Whether it was deleted: it can still be read, but no longer used. */
  deleted: Scalars['Boolean']['output'];
  /** Its description. */
  description: Scalars['String']['output'];
  /** The frontal picture, on Kling's CDN; null for elements made from a video. */
  frontalImage: Maybe<Scalars['URL']['output']>;
  /** Kling's id of the element, with every digit: it may be larger than a JavaScript number can hold. */
  id: Scalars['ID']['output'];
  /** Its name; names are not unique. */
  name: Scalars['String']['output'];
  /** The other pictures, on Kling's CDN. */
  otherImages: Array<Scalars['URL']['output']>;
  /** Kling's id of the account that owns it; `kling` for presets. */
  owner: Scalars['String']['output'];
  /** Whether it is one of those that Kling offers to everyone. */
  preset: Scalars['Boolean']['output'];
  /** What it was made from; null when Kling does not say. */
  referenceType: Maybe<ReferenceType>;
  /** Its tags; those that nobody has documented are left out. */
  tags: Array<ElementTag>;
  /** The task that made it; null when the gateway does not know. */
  task: Maybe<Task>;
  /** The video, on Kling's CDN; null for elements made from pictures. */
  video: Maybe<Scalars['URL']['output']>;
  /** The voice that goes with it, if any. */
  voice: Maybe<Voice>;
};

/** One page of elements. */
export type ElementConnection = {
  __typename?: 'ElementConnection';
  /** The elements with their cursors. */
  edges: Array<ElementEdge>;
  /** The elements alone. */
  nodes: Array<Element>;
  /** Where the page lies. */
  pageInfo: PageInfo;
};

/** An element in its list. */
export type ElementEdge = {
  __typename?: 'ElementEdge';
  /** The place in the list, to be given as `after`. */
  cursor: Scalars['String']['output'];
  /** The element. */
  node: Element;
};

/** The limits of a new element. */
export type ElementRules = {
  __typename?: 'ElementRules';
  /** Characters of a description, at most. */
  descriptionMaxLength: Scalars['Int']['output'];
  /** Formats of pictures, as file endings without the dot. */
  imageFormats: Array<Scalars['String']['output']>;
  /** Bytes of a picture, at most. */
  imageMaxBytes: Scalars['Int']['output'];
  /** The longer side of a picture over the shorter, at most. */
  imageMaxRatio: Scalars['Float']['output'];
  /** Pixels of each side of a picture, at least. */
  imageMinSide: Scalars['Int']['output'];
  /** Characters of a name, at most. */
  nameMaxLength: Scalars['Int']['output'];
  /** Pictures beside the frontal one, at most. */
  otherImagesMax: Scalars['Int']['output'];
  /** Pictures beside the frontal one, at least. */
  otherImagesMin: Scalars['Int']['output'];
  /** The tags there are. */
  tags: Array<ElementTag>;
  /** Formats of videos, as file endings without the dot. */
  videoFormats: Array<Scalars['String']['output']>;
  /** Bytes of a video, at most. */
  videoMaxBytes: Scalars['Int']['output'];
  /** Seconds of a video, at most. */
  videoMaxSeconds: Scalars['Float']['output'];
  /** Seconds of a video, at least. */
  videoMinSeconds: Scalars['Float']['output'];
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
  /** Its bytes as Base64 text; a prefix such as `data:image/png;base64,` may stand before it. */
  | {
      base64: Scalars['String']['input'];
      file?: never;
      url?: never;
    } /** The file itself, sent along in a multipart request. */
  | { base64?: never; file: Scalars['File']['input']; url?: never } /** Its public address. */
  | { base64?: never; file?: never; url: Scalars['URL']['input'] };

/** Pictures of one thing. */
export type ImageReferenceInput = {
  /** The picture that shows it from the front. */
  frontal: ImageInput;
  /** One to three others, from other sides; the frontal one may serve again. */
  others: Array<ImageInput>;
};

/** One thing about the input, at its place. */
export type InputIssue = {
  __typename?: 'InputIssue';
  /** What it is, for programs. */
  code: IssueCode;
  /** What it is and what to do, for people. */
  message: Scalars['String']['output'];
  /** The place in `input`, as you wrote it, such as `reference.images.others[1].base64`. */
  path: Scalars['String']['output'];
};

/** Refused before Kling was asked: nothing was made, nothing was charged. */
export type InvalidInput = {
  __typename?: 'InvalidInput';
  /** Everything that is wrong, each at its place. */
  issues: Array<InputIssue>;
  /** One line that sums up what is wrong. */
  message: Scalars['String']['output'];
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

/** Refused, or not answered, by Kling. Queries and subscriptions carry the same fields in the `extensions` of their error. */
export type KlingProblem = {
  __typename?: 'KlingProblem';
  /** Kling's service code; null when there was no answer to read. */
  code: Maybe<Scalars['Int']['output']>;
  /** What kind of problem it is, for programs. */
  kind: KlingProblemKind;
  /** One line: what happened and what to do next. */
  message: Scalars['String']['output'];
  /** Kling's id of the request, for its support. */
  requestId: Maybe<Scalars['String']['output']>;
  /** Whether the same call may succeed later without anyone changing anything. */
  retryable: Scalars['Boolean']['output'];
};

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

/** What can be done. */
export type Mutation = {
  __typename?: 'Mutation';
  /** The same checks, media included, without making anything: for forms. */
  checkElement: CheckElementResult;
  /**
   * Makes an element, exactly once for each `externalId`. Nothing invalid reaches Kling: words and media are checked
   * first, and all that is wrong is told together.
   */
  createElement: CreateElementResult;
  /** Deletes one of the account's own elements, at once and for good. */
  deleteElement: DeleteElementResult;
};

/** What can be done. */
export type MutationCheckElementArgs = {
  input: CreateElementInput;
};

/** What can be done. */
export type MutationCreateElementArgs = {
  input: CreateElementInput;
};

/** What can be done. */
export type MutationDeleteElementArgs = {
  id: Scalars['ID']['input'];
};

/** Where a page lies in its list. Kling gives no totals, so there are none here. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** The cursor of the last entry, to be given as `after` for the next page; null when the page is empty. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there is at least one more entry after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether this page was read `after` another one. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first entry; null when the page is empty. */
  startCursor: Maybe<Scalars['String']['output']>;
};

/** What can be read. */
export type Query = {
  __typename?: 'Query';
  /** One element, the account's own or a preset; null when Kling does not list it. */
  element: Maybe<Element>;
  /** What `createElement` accepts, so that a form can be built from it. */
  elementRules: ElementRules;
  /** The account's own elements, the newest first. */
  elements: ElementConnection;
  /** The elements that Kling offers to everyone. */
  presetElements: ElementConnection;
  /** The voices that Kling offers to everyone. */
  presetVoices: VoiceConnection;
  /** One task, by Kling's task id or by the external id it was created under; null when Kling knows neither. */
  task: Maybe<Task>;
  /** The account's tasks, the newest first. */
  tasks: TaskConnection;
  /** The account's own voices, the newest first. */
  voices: VoiceConnection;
};

/** What can be read. */
export type QueryElementArgs = {
  id: Scalars['ID']['input'];
};

/** What can be read. */
export type QueryElementsArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  includeDeleted?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What can be read. */
export type QueryPresetElementsArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What can be read. */
export type QueryPresetVoicesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What can be read. */
export type QueryTaskArgs = {
  id: Scalars['ID']['input'];
};

/** What can be read. */
export type QueryTasksArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status: InputMaybe<Array<TaskStatus>>;
};

/** What can be read. */
export type QueryVoicesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What an element is made from: exactly one of the two. */
export type ReferenceInput =
  /** Pictures. */
  | { images: ImageReferenceInput; video?: never } /** A video. */
  | { images?: never; video: VideoReferenceInput };

/** What an element was made from. */
export type ReferenceType =
  /** Pictures: a frontal one and one to three others. */
  | 'IMAGE'
  /** A short video of a person. */
  | 'VIDEO';

/** What can be watched, over Server-Sent Events or WebSocket. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Every change, from now on, of every task that the gateway tracks. For a slow reader the newest state of each task
   * counts.
   */
  taskChanges: Task;
  /**
   * A task as it is now, then at each change of its status: in order, none twice, none missing. Completes after a final
   * status. Ends in an error of kind `NOT_FOUND` when nobody knows the task.
   */
  taskStatus: Task;
};

/** What can be watched, over Server-Sent Events or WebSocket. */
export type SubscriptionTaskChangesArgs = {
  status: InputMaybe<Array<TaskStatus>>;
};

/** What can be watched, over Server-Sent Events or WebSocket. */
export type SubscriptionTaskStatusArgs = {
  id: Scalars['ID']['input'];
};

/** Kling's work on making one element. */
export type Task = {
  __typename?: 'Task';
  /** When Kling accepted the task. */
  createdAt: Scalars['DateTime']['output'];
  /** What came out of it; empty until `SUCCEEDED`. */
  elements: Array<Element>;
  /** The key that the task was created under; unique in the whole account. Null for tasks made elsewhere without one. */
  externalId: Maybe<Scalars['ID']['output']>;
  /** Whether the status is the last one: `SUCCEEDED` or `FAILED`. */
  final: Scalars['Boolean']['output'];
  /** Kling's id of the task. */
  id: Scalars['ID']['output'];
  /** How far it has come. */
  status: TaskStatus;
  /** Kling's word on the status: the reason, when `FAILED`. */
  statusMessage: Maybe<Scalars['String']['output']>;
  /** What it cost, as a decimal number in Kling's units; null until Kling says. */
  unitsCharged: Maybe<Scalars['String']['output']>;
  /** When Kling last changed it. */
  updatedAt: Scalars['DateTime']['output'];
};

/** One page of tasks. */
export type TaskConnection = {
  __typename?: 'TaskConnection';
  /** The tasks with their cursors. */
  edges: Array<TaskEdge>;
  /** The tasks alone. */
  nodes: Array<Task>;
  /** Where the page lies. */
  pageInfo: PageInfo;
};

/** A task in its list. */
export type TaskEdge = {
  __typename?: 'TaskEdge';
  /** The place in the list, to be given as `after`. */
  cursor: Scalars['String']['output'];
  /** The task. */
  node: Task;
};

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
  url: Scalars['URL']['input'];
};

/** A voice that an element can speak with. */
export type Voice = {
  __typename?: 'Voice';
  /** Kling's id of the voice, to be given as `voiceId`. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Kling's id of the account that owns it; `kling` for presets. */
  owner: Scalars['String']['output'];
  /** Whether it is one of those that Kling offers to everyone. */
  preset: Scalars['Boolean']['output'];
  /** A short recording to listen to; null when Kling has none. */
  sampleUrl: Maybe<Scalars['URL']['output']>;
};

/** One page of voices. */
export type VoiceConnection = {
  __typename?: 'VoiceConnection';
  /** The voices with their cursors. */
  edges: Array<VoiceEdge>;
  /** The voices alone. */
  nodes: Array<Voice>;
  /** Where the page lies. */
  pageInfo: PageInfo;
};

/** A voice in its list. */
export type VoiceEdge = {
  __typename?: 'VoiceEdge';
  /** The place in the list, to be given as `after`. */
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
    | (DeleteElementSuccess & { __typename: 'DeleteElementSuccess' })
    | (KlingProblem & { __typename: 'KlingProblem' });
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
  DeleteElementSuccess: ResolverTypeWrapper<DeleteElementSuccess>;
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
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReferenceInput: ReferenceInput;
  ReferenceType: ReferenceType;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Task: ResolverTypeWrapper<TaskModel>;
  TaskConnection: ResolverTypeWrapper<
    Omit<TaskConnection, 'edges' | 'nodes'> & {
      edges: Array<ResolversTypes['TaskEdge']>;
      nodes: Array<ResolversTypes['Task']>;
    }
  >;
  TaskEdge: ResolverTypeWrapper<Omit<TaskEdge, 'node'> & { node: ResolversTypes['Task'] }>;
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
  DeleteElementSuccess: DeleteElementSuccess;
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
  Query: Record<PropertyKey, never>;
  ReferenceInput: ReferenceInput;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  Task: TaskModel;
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
  code?: Resolver<ResolversTypes['IssueCode'], ParentType, ContextType>;
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
  code?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['KlingProblemKind'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
    ResolversTypes['ElementConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryElementsArgs, 'first' | 'includeDeleted'>
  >;
  presetElements?: Resolver<
    ResolversTypes['ElementConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryPresetElementsArgs, 'first'>
  >;
  presetVoices?: Resolver<
    ResolversTypes['VoiceConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryPresetVoicesArgs, 'first'>
  >;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTaskArgs, 'id'>>;
  tasks?: Resolver<
    ResolversTypes['TaskConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryTasksArgs, 'first'>
  >;
  voices?: Resolver<
    ResolversTypes['VoiceConnection'],
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
    ResolversTypes['Task'],
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
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>;
  statusMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unitsCharged?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
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
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Task?: TaskResolvers<ContextType>;
  TaskConnection?: TaskConnectionResolvers<ContextType>;
  TaskEdge?: TaskEdgeResolvers<ContextType>;
  URL?: GraphQLScalarType;
  Voice?: VoiceResolvers<ContextType>;
  VoiceConnection?: VoiceConnectionResolvers<ContextType>;
  VoiceEdge?: VoiceEdgeResolvers<ContextType>;
};
