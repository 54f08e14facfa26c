/** Typed-array columns whose length is not known beforehand: amortised O(1) push, one exact copy at the end. */
export interface GrowingColumn<Column> {
  readonly length: number;
  at(index: number): number;
  push(value: number): void;
  done(): Column;
}

export function growingInts(): GrowingColumn<Int32Array> {
  return growing((length) => new Int32Array(length));
}

export function growingNumbers(): GrowingColumn<Float64Array> {
  return growing((length) => new Float64Array(length));
}

function growing<Column extends Int32Array | Float64Array>(
  make: (length: number) => Column,
): GrowingColumn<Column> {
  let column = make(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (index) => column[index],
    push(value) {
      if (length === column.length) {
        const wider = make(length * 2);
        wider.set(column);
        column = wider;
      }
      column[length++] = value;
    },
    done() {
      const exact = make(length);
      exact.set(column.subarray(0, length));
      return exact;
    },
  };
}
