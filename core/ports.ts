/** The roles that capability code needs filled, a file for each field. Adapters live in providers/, manifests/ and the hosts; nothing here imports anything else. */
export * from './ports/guardrails';
export * from './ports/host';
export * from './ports/knowledge';
export * from './ports/knowledge-filter';
export * from './ports/manifests';
export * from './ports/memory';
export * from './ports/models';
export * from './ports/runs';
export * from './ports/tools';
export * from './ports/usage';
