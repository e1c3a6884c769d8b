/**
 * A body of an upload is hundreds of records, and a service that restarts or has a limit by the minute is back within one:
 * with the policy's waits, these repetitions take some 40 seconds.
 */
export const UPLOAD_RETRIES = 9;
