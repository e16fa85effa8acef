import type { Path } from '@kling-elements/validation';

const imageForms: Readonly<Record<string, string>> = {
  url: 'URL',
  bytes: 'Binary Field',
  base64: 'Base64 Text',
};

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  voiceId: 'Voice',
  tags: 'Tags',
  externalId: 'External Task ID',
  callbackUrl: 'Callback URL',
};

/** A place in the canonical input by the names that the editor shows; other images count from 1, as people do. */
export function labelOf([field, kind, place, ...rest]: Path): string {
  if (field !== 'reference') return fieldLabels[String(field)] ?? String(field);
  if (kind === undefined) return 'Make It From';
  if (kind === 'video') return 'Video URL';
  if (place === 'frontal') return ['Frontal Image', ...formOf(rest[0])].join(' ');
  const [index, form] = rest;
  return typeof index === 'number'
    ? ['Other Images', String(index + 1), ...formOf(form)].join(' › ')
    : 'Other Images';
}

function formOf(step: string | number | undefined): string[] {
  const form = imageForms[String(step)];
  return form === undefined ? [] : [form];
}
