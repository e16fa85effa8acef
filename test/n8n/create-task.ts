import type { Sandbox } from '@kling-elements/sandbox';

/** Creates a task with a program, without n8n. @returns its ID */
export async function createTask(sandbox: Sandbox, name: string): Promise<string> {
  const image = `${sandbox.url}/sandbox/media/square.png`;
  const response = await fetch(`${sandbox.url}/v1/general/advanced-custom-elements`, {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox-key', 'content-type': 'application/json' },
    body: JSON.stringify({
      element_name: name,
      element_description: 'Made by a program',
      reference_type: 'image_refer',
      element_image_list: { frontal_image: image, refer_images: [{ image_url: image }] },
    }),
  });
  // All digits of the ID, which the sandbox sends as text.
  const { data } = (await response.json()) as { data: { task_id: string } };
  return data.task_id;
}
