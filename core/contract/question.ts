import { z } from 'zod';

z.config({ jitless: true });

/**
 * One entry of the contract: a zod schema for what the window sends (checked at the border by the host) and,
 * as a type only, what the host answers.
 */
export interface Question<Input extends z.ZodType, Answer> {
  readonly input: Input;
  readonly answer?: Answer;
}

/** `question<Answer>()(schema)`: the answer is named, the input is inferred. */
export function question<Answer>() {
  return <Input extends z.ZodType>(input: Input): Question<Input, Answer> => ({ input });
}

export const nothing = z.strictObject({});
