import { useEffect } from 'react';
import type { HostEventName } from '../../../core/contract/views.ts';
import type { Input } from '../../../core/contract/contract.ts';
import { useQuestion, type QuestionState } from '../../host/useQuestion.ts';

type EvidenceMethod =
  | 'forecast.quadrant'
  | 'forecast.accuracy'
  | 'forecast.exceptions'
  | 'forecast.worst'
  | 'forecast.series';

const againMs = 600;

/** What rests on held-back months: asked again after every plan, and until all of it is computed. */
export function useEvidence<M extends EvidenceMethod>(
  method: M,
  input: Input<M> | null,
  refreshOn: readonly HostEventName[] = ['run'],
): QuestionState<M> {
  const question = useQuestion(method, input, { refreshOn, everyMs: 2_000 });
  const { answer, askAgain } = question;
  const ready = answer === null ? 1 : (answer as { readonly ready: number }).ready;
  useEffect(() => {
    if (ready >= 1) return undefined;
    const timer = setInterval(askAgain, againMs);
    return () => clearInterval(timer);
  }, [ready, askAgain]);
  return question;
}
