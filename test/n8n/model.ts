import { type Receiver, startReceiver } from './receiver.ts';

interface Message {
  readonly role: string;
  readonly content: unknown;
}

/** What an agent sends to a chat model. */
export interface ChatRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly {
    readonly function: { readonly name: string; readonly description: string; readonly parameters: object };
  }[];
}

/** The model's next step: a tool to call, or something to say. */
export type Move = { readonly tool: string; readonly with: object } | { readonly say: string };

/**
 * A chat model that follows a script, with OpenAI's interface.
 *
 * @param moves each derived from the outputs of the tools so far, parsed
 */
export async function startModel(
  moves: readonly ((outputs: readonly unknown[]) => Move)[],
): Promise<Receiver> {
  return await startReceiver((body) => {
    const { messages } = body as ChatRequest;
    const outputs = messages.filter(({ role }) => role === 'tool').map(({ content }) => parsed(content));
    const move = moves[outputs.length]?.(outputs) ?? { say: 'There is nothing more to do.' };
    return {
      id: `chat-${outputs.length}`,
      object: 'chat.completion',
      created: 0,
      model: 'scripted',
      choices: [
        {
          index: 0,
          message: messageOf(move, outputs.length),
          finish_reason: 'say' in move ? 'stop' : 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    };
  });
}

function messageOf(move: Move, turn: number): object {
  if ('say' in move) return { role: 'assistant', content: move.say };
  const call = { name: move.tool, arguments: JSON.stringify(move.with) };
  return {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: `call_${turn}`, type: 'function', function: call }],
  };
}

function parsed(content: unknown): unknown {
  try {
    return JSON.parse(String(content));
  } catch {
    return content;
  }
}
