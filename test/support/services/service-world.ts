import type { GoogleOauth } from '../../fakes/google-oauth';
import type { OutsideService } from '../../fakes/outside-world';
import type { ChangeableAccess } from '../../fakes/services/access';

/** A service as an example finds it: new for each play. */
export interface ServiceWorld {
	/** By host name. */
	hosts: Record<string, OutsideService>;
	/** What the service holds, for tests to look at. */
	holds: object;
	/** Absent at Google, whose tokens come from its own server. */
	access?: ChangeableAccess;
}

/** One run of an example. */
export interface Play {
	name: string;
	variables: Record<string, unknown>;
	/** What people set in the tasks of the process, in order. */
	people?: Array<Record<string, unknown>>;
	/** Changes the service first. */
	before?: (world: ServiceWorld, google: GoogleOauth) => void;
	/** A part of how it ends: the variables, or the incident; and of what the service holds then. */
	ends: { variables?: object; incident?: { elementId: string; message: unknown }; holds?: object };
}

/** An example of `examples/services`. */
export interface ServiceExample {
	/** `folder/process`. */
	id: string;
	/** The credential that its page adds; Google's come from a login. */
	credential: { name: string; type: string; data?: object; scopes?: string[] };
	open(google: GoogleOauth): ServiceWorld;
	plays: Play[];
}

/** A part of an incident's message. */
export const saying = (...parts: string[]): unknown =>
	expect.stringMatching(new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*')));
