/** The cluster id of `troupe serve`. By it, our own workers know that they can ask for jobs as a later version lets them than the one that it follows. */
export const ownClusterId = 'troupe';
