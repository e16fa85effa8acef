import { makeProblem, ProblemError } from '@kling-elements/validation';

export function taskNotFound(key: string): ProblemError {
  return new ProblemError(
    makeProblem('NOT_FOUND', `No task found for ${key}. Check the ID and the account.`),
  );
}

export function taskRemoved(): ProblemError {
  return new ProblemError(
    makeProblem('NOT_FOUND', 'Kling no longer has this task. It may have been removed.'),
  );
}

export function deadlinePassed(): ProblemError {
  return new ProblemError(
    makeProblem(
      'UNAVAILABLE',
      'The task did not reach a final status before its deadline. Query it again to check once more.',
    ),
  );
}

export function createdElsewhere(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'UNAVAILABLE',
      `Another gateway is still creating the element with external ID ${externalId}. Try again in a moment.`,
      { externalId },
    ),
  );
}

export function externalIdTaken(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'DUPLICATE',
      `External ID ${externalId} was already used with another input. Repeat that input, or choose another external ID.`,
      { externalId },
    ),
  );
}

/** The gateway closes while a creation is in progress. */
export function creationCutOff(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'UNAVAILABLE',
      `The gateway is shutting down, and it is unknown whether the element is being created: repeat the call with external ID ${externalId}, which creates it only once.`,
      { outcome: 'UNKNOWN', externalId },
    ),
  );
}

/** Kling has accepted a creation, but its task could not be written to the ledger. */
export function creationNotRecorded(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'UNAVAILABLE',
      `Kling is creating the element, but the gateway could not record its task: repeat the call with external ID ${externalId}, which creates it only once.`,
      { outcome: 'UNKNOWN', externalId },
    ),
  );
}
