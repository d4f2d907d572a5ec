import type { NamedPerson } from '../../providers/state/count-person';

export const listHoldNames = ({ pseudonyms, contacts, conversations }: NamedPerson): string[] => [
	...pseudonyms,
	...contacts,
	...conversations,
];
