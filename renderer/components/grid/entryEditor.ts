import type { ICellEditorComp, ICellEditorParams } from 'ag-grid-community';

export interface EntryEditorParams {
  /** Text to start from when the cell is edited rather than typed over. */
  readonly textOf: (row: number) => string;
  /** Why a text is refused; null when it is accepted. */
  readonly refusal: (text: string, row: number) => string | null;
}

/**
 * Edits a cell as text. A refused entry stays in the cell with its reason beneath, until it is mended or left
 * with Esc; clicking elsewhere drops it.
 */
export class EntryEditor implements ICellEditorComp {
  private readonly box = document.createElement('div');
  private readonly input = document.createElement('input');
  private readonly note = document.createElement('div');
  private params: (ICellEditorParams & EntryEditorParams) | null = null;

  init(params: ICellEditorParams & EntryEditorParams): void {
    this.params = params;
    this.box.className = 'grid-entry';
    this.input.className = 'grid-entry-input';
    this.input.setAttribute('aria-label', params.colDef.headerName ?? 'Value');
    this.note.className = 'grid-note grid-entry-note';
    this.note.setAttribute('role', 'alert');
    this.note.hidden = true;
    const typed = params.eventKey;
    if (typed === 'Backspace' || typed === 'Delete') this.input.value = '';
    else if (typed !== null && typed.length === 1) this.input.value = typed;
    else this.input.value = params.textOf(params.rowIndex);
    this.input.addEventListener('input', () => this.say(null));
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Tab') return;
      const refusal = this.refusal();
      if (refusal === null) return;
      this.say(refusal);
      event.preventDefault();
      event.stopPropagation();
    });
    this.box.append(this.input, this.note);
  }

  getGui(): HTMLElement {
    return this.box;
  }

  afterGuiAttached(): void {
    this.input.focus();
    const typed = this.params?.eventKey;
    if (typed === undefined || typed === null || typed.length !== 1) this.input.select();
  }

  getValue(): string {
    return this.input.value;
  }

  isCancelAfterEnd(): boolean {
    return this.refusal() !== null;
  }

  private refusal(): string | null {
    return this.params?.refusal(this.input.value, this.params.rowIndex) ?? null;
  }

  private say(text: string | null): void {
    this.note.hidden = text === null;
    this.note.textContent = text;
    this.input.setAttribute('aria-invalid', String(text !== null));
  }
}
