import type { Locator, Page } from 'playwright-core';

/** The strip that leads a new planner through the main job. */
export interface FirstMinutePage {
  readonly strip: Locator;
  readonly text: Locator;
  readonly next: Locator;
  /** Waits for a step: risk, why, transfer, approve, done. */
  step(name: 'risk' | 'why' | 'transfer' | 'approve' | 'done'): Promise<void>;
  dismiss(): Promise<void>;
}

export function firstMinutePage(page: Page): FirstMinutePage {
  const strip = page.getByTestId('first-minute');
  return {
    strip,
    text: page.getByTestId('first-minute-text'),
    next: page.getByTestId('first-minute-next'),
    step: (name) => page.locator(`[data-testid=first-minute][data-step=${name}]`).waitFor(),
    async dismiss() {
      await page.getByTestId('first-minute-dismiss').click();
      await strip.waitFor({ state: 'detached' });
    },
  };
}
