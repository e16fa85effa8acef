/**
 * Measures candidates in turns, so that other activity on the machine affects all of them alike.
 *
 * @param measure called for each candidate in each round
 * @param warmUps the number of rounds before, which are not counted
 * @returns what was measured of each candidate, in the order of the rounds
 */
export async function measureInTurns<Candidate, Measured>(
  candidates: Readonly<Record<string, Candidate>>,
  measure: (candidate: Candidate, name: string) => Promise<Measured>,
  { rounds = 5, warmUps = 1 }: { readonly rounds?: number; readonly warmUps?: number } = {},
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const measured = new Map<string, Measured[]>(Object.keys(candidates).map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [name, candidate] of Object.entries(candidates)) {
      const value = await measure(candidate, name);
      if (round >= 0) measured.get(name)?.push(value);
    }
  }
  return measured;
}
