import type { ComponentChildren } from 'preact';

export type Fact = [name: string, value: ComponentChildren];

/** Names and values; what is missing is left out. Values are texts of others: their direction does not reach beyond them. */
export const Facts = ({ facts }: { facts: Fact[] }) => (
	<dl>
		{facts
			.filter(([, value]) => value !== undefined && value !== null && value !== '')
			.map(([name, value]) => [
				<dt key={`${name} name`}>{name}</dt>,
				<dd key={name}>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>,
			])}
	</dl>
);
