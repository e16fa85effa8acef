import { afterAll, expect, test } from '@jest/globals';
import { checkCreateElement } from '@kling-elements/validation';

import { serveMedia } from '../../harness/media/serve.ts';
import { casesWith } from './cases.ts';
import { canonicalForm } from './canonical-form.ts';
import { issueSummary } from './issue-summary.ts';
import { openUrl } from './open-url.ts';

const server = await serveMedia();
const cases = casesWith(server.url);
afterAll(() => server.close());

test('there are enough cases, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test.each(cases)(
  'validation reports the issues of $name',
  async ({ input, issues, warnings = [], allowPrivateUrls = true }) => {
    const verdict = await checkCreateElement(canonicalForm(input), {
      allowPrivateUrls,
      ...(allowPrivateUrls ? { openUrl } : {}),
    });
    expect({
      issues: verdict.ok ? [] : issueSummary(verdict.issues),
      warnings: issueSummary(verdict.warnings),
    }).toEqual({
      issues,
      warnings,
    });
  },
);
