import type { ComponentChildren } from 'preact';

export type Fact = [name: string, value: ComponentChildren];

/** Names and values; leaves out missing ones. Values come from others: their text direction is isolated. */
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
