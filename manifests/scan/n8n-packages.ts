/** The packages of n8n itself. They come with n8n, from its own folder, and no hook can tell them from it. */
export const isN8nPackage = (name: string): boolean => ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'].includes(name);

/** Checks that a folder is that of a package of n8n. Elsewhere a package of such a name is an impostor (installed-packages.ts). */
export const isFolderOfN8n = (folder: string): boolean => isN8nPackage(folder.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? '');

/** Nodes of n8n itself come with it. A person who can change those can change n8n. */
export const isN8nNode = (nodeType: string): boolean => isN8nPackage(getPackageName(nodeType));

export const getPackageName = (nodeType: string): string => nodeType.split('.', 1)[0] ?? '';
