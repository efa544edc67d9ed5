## codebooks/: ready codebooks (going-home; htcds is made from IOM's form), installed for users to start from; the benchmark's is for the tests only
goinghomedir = $(datadir)/reint/codebooks/going-home
dist_goinghome_DATA = \
	codebooks/going-home/challenges.yaml codebooks/going-home/codebook.yaml \
	codebooks/going-home/domains.yaml codebooks/going-home/entitlements.yaml \
	codebooks/going-home/nexus-chapter5.yaml codebooks/going-home/nexus-tree.yaml \
	codebooks/going-home/strict.yaml

htcdsdir = $(datadir)/reint/codebooks/htcds
dist_htcds_DATA = codebooks/htcds/codebook.yaml

EXTRA_DIST += \
	codebooks/bench/bench-pack.yaml codebooks/bench/bench-ruleset.yaml \
	codebooks/bench/codebook.yaml codebooks/bench/plan.yaml
