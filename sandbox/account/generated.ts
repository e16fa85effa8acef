import type { TaskEndpoint } from '@kling-elements/validation';

/** The endpoints of docs/kling-generation.md, section 1: what they make is paid for. */
export type GenerationEndpoint = Exclude<TaskEndpoint, 'element' | 'voice'>;

/** What a generation makes. */
export interface StoredGeneration {
  readonly kind: 'video' | 'image' | 'views';
  readonly endpoint: GenerationEndpoint;
  readonly id: string;
  /** The beginning of the prompt. */
  readonly name: string;
  /** Files of the CDN. */
  readonly files: readonly string[];
  readonly watermark: boolean;
  /** Of a video; undefined for images. */
  readonly seconds: number | undefined;
  /** Images that belong together. */
  readonly series: boolean;
  /** What Kling charges if it succeeds. */
  readonly units: number;
  /** What Kling ignored in the request without a word (section 4, row 1). */
  readonly ignored: readonly string[];
  /** A request that hangs for half an hour (section 2, `multi_prompt`). */
  readonly hangs: boolean;
  readonly owner: string;
  deleted: boolean;
}

/** An entry of the account's bill. */
export interface BillEntry {
  readonly taskId: string;
  readonly externalId: string | undefined;
  readonly endpoint: GenerationEndpoint;
  readonly units: number;
  /** What was paid for without having an effect: citations of nothing, elements never cited, unknown fields. */
  readonly ignored: readonly string[];
}
