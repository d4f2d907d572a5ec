export const nameOwner = (workflow: string, node: string): string => `n8n-${workflow}-${node}`;

const owner = /^n8n-\w*-[\w-]{8,}$/;

/** Returns whether a workflow node owns the rules of a channel. It restores them each time the workflow starts. */
export const isKeptByWorkflow = ({ credential }: { credential: string }): boolean => owner.test(credential);
