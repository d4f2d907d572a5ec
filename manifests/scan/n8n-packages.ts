/** These packages come in n8n's own folder, and no hook can tell them from n8n. */
export const isN8nPackage = (name: string): boolean => ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'].includes(name);

/** Elsewhere, a package of such a name is an impostor (installed-packages.ts). */
export const isFolderOfN8n = (folder: string): boolean => isN8nPackage(folder.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? '');

/** A person who can change these nodes can change n8n. */
export const isN8nNode = (nodeType: string): boolean => isN8nPackage(getPackageName(nodeType));

export const getPackageName = (nodeType: string): string => nodeType.split('.', 1)[0] ?? '';
