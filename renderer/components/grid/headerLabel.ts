import type { IHeaderParams, IInnerHeaderComponent } from 'ag-grid-community';

export interface HeaderLabelParams {
  readonly unit: string;
  readonly isFiltered: () => boolean;
  readonly openFilter: (anchor: HTMLElement) => void;
}

/** Label, unit beneath it, and the door to the column's filter, which shows whether there is one. */
export class HeaderLabel implements IInnerHeaderComponent {
  private readonly box = document.createElement('span');
  private readonly label = document.createElement('span');
  private readonly unit = document.createElement('span');
  private readonly button = document.createElement('button');
  private params: HeaderLabelParams | null = null;

  init(params: IHeaderParams & HeaderLabelParams): void {
    this.box.className = 'grid-header';
    this.label.className = 'grid-header-label';
    this.unit.className = 'grid-header-unit';
    this.button.className = 'grid-header-filter';
    this.button.type = 'button';
    this.button.tabIndex = -1;
    this.button.append(filterGlyph());
    for (const kind of ['mousedown', 'pointerdown', 'touchstart'] as const) {
      this.button.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
    }
    this.button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.params?.openFilter(this.button);
    });
    const text = document.createElement('span');
    text.className = 'grid-header-text';
    text.append(this.label, this.unit);
    this.box.append(text, this.button);
    this.refresh(params);
  }

  refresh(params: IHeaderParams & HeaderLabelParams): boolean {
    this.params = params;
    this.label.textContent = params.displayName;
    this.unit.textContent = params.unit;
    const filtered = params.isFiltered();
    this.box.classList.toggle('is-filtered', filtered);
    this.button.setAttribute('aria-label', `Filter ${params.displayName}${filtered ? ', filtered' : ''}`);
    return true;
  }

  getGui(): HTMLElement {
    return this.box;
  }
}

function filterGlyph(): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 12 12');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', 'M1 2h10L7.2 6.6V10L4.8 11V6.6z');
  svg.append(path);
  return svg;
}
