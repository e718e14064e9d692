/** Synchronous queries (IBM Cloud Logs API, Query data). */
export const queryPath = '/v1/query';

/** Queries that run in the background (IBM Cloud Logs API, Background queries). */
export const backgroundPath = '/v1/background_query';
