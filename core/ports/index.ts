/** The roles that capability code needs filled, a file for each field. Adapters live in providers/, manifests/ and the hosts; nothing here imports anything else. */
export * from './guardrails';
export * from './host';
export * from './knowledge';
export * from './filter/filter';
export * from './manifests';
export * from './memory';
export * from './models';
export * from './rerankers';
export * from './runs';
export * from './tools';
export * from './usage';
