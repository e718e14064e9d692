import type { ListState } from '../../core/list.ts';
import type { TextField } from '../kit/text-field.ts';

/** What lies over the pane. */
export type Overlay =
  | { readonly kind: 'help'; readonly search: TextField; readonly top: number }
  | {
      readonly kind: 'log';
      readonly list: ListState;
      /** The exchange that is open, by its id; null for the list. */
      readonly opened: string | null;
      readonly top: number;
    }
  | {
      readonly kind: 'twin';
      readonly command: string;
      readonly curl: string;
      /** What of the screen the commands can't say. */
      readonly note?: string;
      readonly top: number;
    };
