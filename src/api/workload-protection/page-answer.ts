import type { ApiResponse } from '../types.ts';
import { type ReadOptions, readPage } from './page-bytes.ts';
import { decodePage, type TimeIn, type WirePage } from './schema.ts';

/** The page in an answer; null for what is none. @throws ApiError for what is no JSON */
export function pageIn(
  response: ApiResponse,
  timeIn: TimeIn,
  reading: ReadOptions = {},
): WirePage | null {
  try {
    return readPage(response.body, timeIn, reading);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Parsed as a whole, it is told what is wrong with it.
    return decodePage(response.json(), timeIn);
  }
}
