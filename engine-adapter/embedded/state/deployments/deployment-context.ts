/** `isChanged`: one changed file gives all a new version (recorded from 8.6 and 8.8). */
export interface DeploymentContext {
	deploymentKey: number;
	tenantId: string;
	isChanged: boolean;
}
