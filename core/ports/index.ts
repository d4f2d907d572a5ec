/**
 * The roles that capability code needs, one file for each field. Adapters are in providers/, manifests/ and the hosts. Nothing here imports other
 * parts.
 */
export * from './guardrails';
export * from './host';
export * from './knowledge';
export * from './filter/filter';
export * from './manifests';
export * from './memory';
export * from './models';
export * from './rerankers';
export * from './runs';
export * from './tenants';
export * from './tools';
export * from './usage';
