/** Names an agent as lists of runs do: `id@version`, or its id where no version is known, such as of an agent that does not exist. */
export const nameAgentVersion = (id: string, version: string | null | undefined): string => (version ? `${id}@${version}` : id);
