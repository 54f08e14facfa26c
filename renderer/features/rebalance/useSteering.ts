import { useCallback, useEffect, useRef, useState } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import type {
  RebalancePreview,
  RebalanceSettings,
  RebalanceSummary,
} from '../../../core/contract/rebalance.ts';
import { useView } from '../../app/viewStore.ts';
import { countOf } from '../../components/format/formatNumber.ts';
import { errorToText } from '../../components/states/errorToText.ts';
import { showToast } from '../../components/toast/toastStore.ts';
import { useConnection } from '../../host/connection.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';
import { useQuestion } from '../../host/useQuestion.ts';
import { isSameSettings } from './steerScale.ts';

export interface Steering {
  readonly summary: RebalanceSummary | null;
  /** Where the sliders stand; those of the plan until somebody moves one. */
  readonly settings: RebalanceSettings | null;
  readonly preview: RebalancePreview | null;
  /** Moves a slider: the plan is solved again as it moves. */
  readonly steer: (settings: RebalanceSettings) => void;
  readonly adopt: () => Promise<void>;
  /** The host is putting the preview in the plan's place. */
  readonly isAdopting: boolean;
  readonly discard: () => void;
}

/** Sliders and what they would do. One question is under way at a time; the newest that waits is asked next. */
export function useSteering(shownItems: () => readonly string[]): Steering {
  const question = useQuestion('rebalance.summary', {}, { refreshOn: ['changed', 'run'], everyMs: 1000 });
  const summary = question.answer;
  const [draft, setDraft] = useState<RebalanceSettings | null>(null);
  const [preview, setPreview] = useState<RebalancePreview | null>(null);
  const waiting = useRef<RebalanceSettings | null>(null);
  const asking = useRef(false);
  const items = useRef(shownItems);
  useEffect(() => {
    items.current = shownItems;
  });

  const ask = useCallback(async (): Promise<void> => {
    if (asking.current) return;
    asking.current = true;
    try {
      for (let next = waiting.current; next !== null; next = waiting.current) {
        waiting.current = null;
        const client = useConnection.getState().client;
        if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
        const answer = await client.ask('rebalance.preview', { settings: next, items: [...items.current()] });
        setPreview(answer);
      }
    } catch (error) {
      tell(error);
    } finally {
      asking.current = false;
    }
  }, []);

  useHostEvent('preview', (next) => {
    setPreview((known) => (known !== null && known.id === next.id ? next : known));
  });

  /** Two clicks within one frame see the same state, but one mark. */
  const adopting = useRef(false);
  const [isAdopting, setAdopting] = useState(false);
  const steer = useCallback(
    (settings: RebalanceSettings): void => {
      if (adopting.current) return;
      setDraft(settings);
      waiting.current = settings;
      void ask();
    },
    [ask],
  );
  const discard = useCallback((): void => {
    waiting.current = null;
    setDraft(null);
    setPreview(null);
  }, []);
  const { askAgain } = question;
  const adopt = useCallback(async (): Promise<void> => {
    const client = useConnection.getState().client;
    if (client === null || preview === null || adopting.current) return;
    adopting.current = true;
    setAdopting(true);
    try {
      const actor = useView.getState().profileId as 'planner';
      const adopted = await client.ask('rebalance.adopt', { actor, preview: preview.id });
      showToast({
        tone: 'positive',
        title: `Plan adopted: ${countOf(adopted.totals?.transfers ?? 0, 'proposal')}`,
      });
      discard();
      askAgain();
    } catch (error) {
      tell(error);
    } finally {
      adopting.current = false;
      setAdopting(false);
    }
  }, [preview, discard, askAgain]);

  const settings = draft ?? summary?.settings ?? null;
  const isPresent = settings === null || summary === null || isSameSettings(settings, summary.settings);
  return {
    summary,
    settings,
    preview: isPresent ? null : preview,
    steer,
    adopt,
    isAdopting,
    discard,
  };
}

function tell(error: unknown): void {
  const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
  const { title, detail } = errorToText(known);
  showToast({ tone: 'error', title, detail });
}
