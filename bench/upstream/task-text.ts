/** The ID of the element that a task creates: above 2^53, like Kling's. */
export function elementIdOf(taskId: string): string {
  return `9${taskId.slice(1)}`;
}

const image = (name: string) =>
  `https://cdn.example/kling/element/856528387816046601/${name}.png?x-kcdn-pid=112757&signature=4f7c1d0b9a`;

/** A task of one element as Kling writes it: about 1 kB. @param status as Kling writes it */
export function taskText(id: string, status: string): string {
  const elements =
    status === 'succeed'
      ? `"elements":[{"element_id":${elementIdOf(id)},"element_name":"Maja","element_description":"A girl with a red umbrella, seen from two sides","element_type":"image_refer","element_image_list":{"frontal_image":"${image('front')}","refer_images":[{"image_url":"${image('side')}"}]},"element_voice_info":{},"tag_list":[{"id":"o_102","name":"Character","description":"None"}],"owned_by":"855722760281784413","status":"succeed"}]`
      : '';
  return `{"task_id":"${id}","task_status":"${status}","task_status_msg":"","task_info":{"external_task_id":"bench-${id}"},"task_result":{${elements}},"final_unit_deduction":"0","final_balance_deduction":{"quota":"0","list_price":"0"},"created_at":1722769557708,"updated_at":1722769557708}`;
}
