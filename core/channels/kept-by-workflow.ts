/** Names the node of a workflow that keeps a channel, and the credential of the channel's account. */
export const nameOwner = (workflow: string, node: string): string => `n8n-${workflow}-${node}`;

const owner = /^n8n-\w*-[\w-]{8,}$/;

/** Returns whether a node of a workflow keeps the rules of a channel, and puts all of them back each time that the workflow starts. */
export const isKeptByWorkflow = ({ credential }: { credential: string }): boolean => owner.test(credential);
