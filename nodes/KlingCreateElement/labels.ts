import type { Path } from '@kling-elements/validation';

const imageForms: Readonly<Record<string, string>> = {
  url: 'URL',
  bytes: 'Binary Field',
  base64: 'Base64 String',
};

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  voiceId: 'Voice',
  tags: 'Tags',
  externalId: 'External Task ID',
  callbackUrl: 'Callback URL',
};

/** The label that the editor shows for a path in the canonical input. Other images are numbered from 1. */
export function labelOf([field, kind, place, ...rest]: Path): string {
  if (field !== 'reference') return fieldLabels[String(field)] ?? String(field);
  if (kind === undefined) return 'Create From';
  if (kind === 'video') return 'Video URL';
  if (place === 'frontal') return ['Frontal Image', ...formOf(rest[0])].join(' ');
  const [index, form] = rest;
  return typeof index === 'number'
    ? ['Other Images', String(index + 1), ...formOf(form)].join(' › ')
    : 'Other Images';
}

function formOf(form: string | number | undefined): string[] {
  const label = imageForms[String(form)];
  return label === undefined ? [] : [label];
}
