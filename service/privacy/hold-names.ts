import type { NamedPerson } from '../../providers/state/count-person';

/** Lists the names under which a person is held. */
export const listHoldNames = ({ pseudonyms, contacts, conversations }: NamedPerson): string[] => [
	...pseudonyms,
	...contacts,
	...conversations,
];
