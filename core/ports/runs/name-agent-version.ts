/** `id@version`, or the id where no version is known, such as of a missing agent. */
export const nameAgentVersion = (id: string, version: string | null | undefined): string => (version ? `${id}@${version}` : id);
