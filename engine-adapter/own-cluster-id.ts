/** The cluster id of `troupe serve`. Our workers recognize it, and use a filter that Camunda has only since 8.9. */
export const ownClusterId = 'troupe';
