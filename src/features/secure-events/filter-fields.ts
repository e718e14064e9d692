/** A field that filters can name. */
export interface FilterField {
  readonly name: string;
  /** `string`, `number`, ...; null when it is not known. */
  readonly type: string | null;
  /** Operators that it takes; null for all. */
  readonly operators: readonly string[] | null;
}

/** The fields of filters, and who says so. */
export interface FilterFields {
  readonly fields: readonly FilterField[];
  readonly from: 'server' | 'built-in';
  /** Why the server did not tell, where it may know some. */
  readonly failure?: unknown;
}
