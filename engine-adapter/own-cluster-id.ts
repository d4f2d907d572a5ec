/** The cluster id of `troupe serve`. Our workers recognize it by this id, and use a filter for jobs that Camunda has only since 8.9. */
export const ownClusterId = 'troupe';
