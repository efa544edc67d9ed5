/* calc.h -- the compute functions of the registry, by family.  Private to stats/. */
#ifndef REINTI_STATS_CALC_H
#define REINTI_STATS_CALC_H

#include "stats/input.h"

/* A table read from an input, with the codes of its rows and columns in ascending order. */
typedef struct reinti_counted {
    double *count; /* row-major */
    size_t rows, cols;
    double *row_code, *col_code;
    const reinti_column *row, *col;
    double valid, missing;
} reinti_counted;

/* From the columns row, col and, in the table layouts, count.  KEEP (may be NULL) masks the records.  SQUARE:
 * the same categories on both sides.  A count that is missing, negative or infinite: ARGUMENT. */
reint_status reinti_counted_read(const reint_input *in, const bool *keep, bool square, reinti_counted *t,
                                 reint_error *err);
void reinti_counted_free(reinti_counted *t);

/* "no memory" or "a value lies outside the domain of the statistic" for a status without a text yet. */
reint_status reinti_calc_fail(reint_status status, reint_error *err);

#define REINTI_COMPUTE(name) reint_status name(const reint_input *in, reinti_sink *out, reint_error *err)

/* calc_contrast.c */
REINTI_COMPUTE(reinti_calc_welch_t);
REINTI_COMPUTE(reinti_calc_svyttest);
REINTI_COMPUTE(reinti_calc_mr_independence);
/* calc_crosstab.c */
REINTI_COMPUTE(reinti_calc_count);
REINTI_COMPUTE(reinti_calc_row_pct);
REINTI_COMPUTE(reinti_calc_col_pct);
REINTI_COMPUTE(reinti_calc_total_pct);
REINTI_COMPUTE(reinti_calc_expected);
REINTI_COMPUTE(reinti_calc_residual);
REINTI_COMPUTE(reinti_calc_std_residual);
REINTI_COMPUTE(reinti_calc_adj_residual);
REINTI_COMPUTE(reinti_calc_chisq);
REINTI_COMPUTE(reinti_calc_yates);
REINTI_COMPUTE(reinti_calc_g2);
REINTI_COMPUTE(reinti_calc_min_expected);
REINTI_COMPUTE(reinti_calc_n_expected_lt5);
REINTI_COMPUTE(reinti_calc_phi);
REINTI_COMPUTE(reinti_calc_cramer_v);
REINTI_COMPUTE(reinti_calc_contingency);
/* calc_assoc.c */
REINTI_COMPUTE(reinti_calc_lambda);
REINTI_COMPUTE(reinti_calc_gk_tau);
REINTI_COMPUTE(reinti_calc_uncertainty);
REINTI_COMPUTE(reinti_calc_linear);
REINTI_COMPUTE(reinti_calc_concordance);
REINTI_COMPUTE(reinti_calc_gamma);
REINTI_COMPUTE(reinti_calc_tau_b);
REINTI_COMPUTE(reinti_calc_tau_c);
REINTI_COMPUTE(reinti_calc_somers);
REINTI_COMPUTE(reinti_calc_pearson_r);
REINTI_COMPUTE(reinti_calc_spearman);
REINTI_COMPUTE(reinti_calc_eta);
REINTI_COMPUTE(reinti_calc_fisher);
REINTI_COMPUTE(reinti_calc_exact_rxc);
REINTI_COMPUTE(reinti_calc_monte_carlo);
REINTI_COMPUTE(reinti_calc_odds_ratio);
REINTI_COMPUTE(reinti_calc_haldane);
REINTI_COMPUTE(reinti_calc_risk_ratio);
REINTI_COMPUTE(reinti_calc_risk_difference);
REINTI_COMPUTE(reinti_calc_kappa);
/* The three kappas of a square table. */
reint_status reinti_emit_kappas(const double *count, size_t k, reinti_sink *out, reint_error *err);
/* calc_proportion.c */
REINTI_COMPUTE(reinti_calc_proportion);
REINTI_COMPUTE(reinti_calc_wald);
REINTI_COMPUTE(reinti_calc_wilson);
REINTI_COMPUTE(reinti_calc_wilson_cc);
REINTI_COMPUTE(reinti_calc_clopper_pearson);
REINTI_COMPUTE(reinti_calc_agresti_coull);
REINTI_COMPUTE(reinti_calc_jeffreys);
REINTI_COMPUTE(reinti_calc_jeffreys_bcd);
REINTI_COMPUTE(reinti_calc_difference);
REINTI_COMPUTE(reinti_calc_wald_diff);
REINTI_COMPUTE(reinti_calc_newcombe_diff);
REINTI_COMPUTE(reinti_calc_newcombe_cc_diff);
REINTI_COMPUTE(reinti_calc_agresti_caffo_diff);
REINTI_COMPUTE(reinti_calc_two_prop_z);
REINTI_COMPUTE(reinti_calc_two_prop_z_unpooled);
REINTI_COMPUTE(reinti_calc_col_prop_z);
REINTI_COMPUTE(reinti_calc_trend);
/* calc_descriptive.c */
REINTI_COMPUTE(reinti_calc_n);
REINTI_COMPUTE(reinti_calc_mean);
REINTI_COMPUTE(reinti_calc_sd);
REINTI_COMPUTE(reinti_calc_variance);
REINTI_COMPUTE(reinti_calc_min);
REINTI_COMPUTE(reinti_calc_max);
REINTI_COMPUTE(reinti_calc_sum);
REINTI_COMPUTE(reinti_calc_median);
REINTI_COMPUTE(reinti_calc_skewness);
REINTI_COMPUTE(reinti_calc_kurtosis);
REINTI_COMPUTE(reinti_calc_quantile_type6);
REINTI_COMPUTE(reinti_calc_quantile_type7);
REINTI_COMPUTE(reinti_calc_mad);
REINTI_COMPUTE(reinti_calc_trimmed_mean);
REINTI_COMPUTE(reinti_calc_geometric_mean);
REINTI_COMPUTE(reinti_calc_iqr);
REINTI_COMPUTE(reinti_calc_hinges);
REINTI_COMPUTE(reinti_calc_cv);
REINTI_COMPUTE(reinti_calc_weighted_mean);
REINTI_COMPUTE(reinti_calc_weighted_sd);
REINTI_COMPUTE(reinti_calc_kish);
REINTI_COMPUTE(reinti_calc_weighted_quantile);
/* calc_multiple.c */
REINTI_COMPUTE(reinti_calc_mr_count);
REINTI_COMPUTE(reinti_calc_mr_count_cases);
REINTI_COMPUTE(reinti_calc_mr_count_responses);
REINTI_COMPUTE(reinti_calc_mr_base);
REINTI_COMPUTE(reinti_calc_mr_pct_cases);
REINTI_COMPUTE(reinti_calc_mr_pct_all);
REINTI_COMPUTE(reinti_calc_mr_pct_responses);
REINTI_COMPUTE(reinti_calc_mr_mean);

/* calc_paired.c */
/* All columns but SKIP as an n x k matrix, and their names; both malloc'ed. */
reint_status reinti_matrix_read(const reint_input *in, const char *skip, double **out, size_t *k,
                                const char ***names);
REINTI_COMPUTE(reinti_calc_mcnemar);
REINTI_COMPUTE(reinti_calc_mcnemar_cc);
REINTI_COMPUTE(reinti_calc_mcnemar_exact);
REINTI_COMPUTE(reinti_calc_mcnemar_midp);
REINTI_COMPUTE(reinti_calc_paired_difference);
REINTI_COMPUTE(reinti_calc_paired_odds_ratio);
REINTI_COMPUTE(reinti_calc_bowker);
REINTI_COMPUTE(reinti_calc_stuart_maxwell);
REINTI_COMPUTE(reinti_calc_bhapkar);
REINTI_COMPUTE(reinti_calc_cochran);
REINTI_COMPUTE(reinti_calc_friedman);
REINTI_COMPUTE(reinti_calc_paired_t);
REINTI_COMPUTE(reinti_calc_wilcoxon);
REINTI_COMPUTE(reinti_calc_pratt);
REINTI_COMPUTE(reinti_calc_sign_test);

/* calc_stratified.c */
REINTI_COMPUTE(reinti_calc_mh_common_or);
REINTI_COMPUTE(reinti_calc_mh_common_rr);
REINTI_COMPUTE(reinti_calc_cmh);
REINTI_COMPUTE(reinti_calc_breslow_day);
REINTI_COMPUTE(reinti_calc_woolf);
REINTI_COMPUTE(reinti_calc_cmh_general);
REINTI_COMPUTE(reinti_calc_cmh_row_mean);
REINTI_COMPUTE(reinti_calc_cmh_correlation);
/* calc_agreement.c */
REINTI_COMPUTE(reinti_calc_krippendorff);
REINTI_COMPUTE(reinti_calc_percent_agreement);
REINTI_COMPUTE(reinti_calc_gwet);
REINTI_COMPUTE(reinti_calc_fleiss);
REINTI_COMPUTE(reinti_calc_cohen_kappa);
REINTI_COMPUTE(reinti_calc_scott_pi);
REINTI_COMPUTE(reinti_calc_icc);
REINTI_COMPUTE(reinti_calc_cronbach);
REINTI_COMPUTE(reinti_calc_item_total);
REINTI_COMPUTE(reinti_calc_item);
REINTI_COMPUTE(reinti_calc_scale);

/* calc_survival.c */
/* The states: 1..K of the option "states=1..K", or those that occur; malloc'ed. */
reint_status reinti_states_read(const reint_input *in, double **state, size_t *k);
REINTI_COMPUTE(reinti_calc_km);
REINTI_COMPUTE(reinti_calc_logrank);
REINTI_COMPUTE(reinti_calc_gehan);
REINTI_COMPUTE(reinti_calc_peto);
REINTI_COMPUTE(reinti_calc_tarone_ware);
REINTI_COMPUTE(reinti_calc_transition_count);
REINTI_COMPUTE(reinti_calc_transition_prob);
REINTI_COMPUTE(reinti_calc_transition_prob_2step);
REINTI_COMPUTE(reinti_calc_transition_prob_kstep);
REINTI_COMPUTE(reinti_calc_stationary);
REINTI_COMPUTE(reinti_calc_time_homogeneity);

/* calc_model.c */
REINTI_COMPUTE(reinti_calc_logit);
REINTI_COMPUTE(reinti_calc_separation);
REINTI_COMPUTE(reinti_calc_firth);
REINTI_COMPUTE(reinti_calc_attrition_weight);
REINTI_COMPUTE(reinti_calc_gee_independence);
REINTI_COMPUTE(reinti_calc_gee_exchangeable);
REINTI_COMPUTE(reinti_calc_gee_gaussian_independence);
REINTI_COMPUTE(reinti_calc_gee_gaussian_exchangeable);
REINTI_COMPUTE(reinti_calc_clogit);

/* calc_survey.c */
REINTI_COMPUTE(reinti_calc_svydesign);
REINTI_COMPUTE(reinti_calc_svymean);
REINTI_COMPUTE(reinti_calc_svytotal);
REINTI_COMPUTE(reinti_calc_svyvar);
REINTI_COMPUTE(reinti_calc_svyquantile);
REINTI_COMPUTE(reinti_calc_svymean_domain);
REINTI_COMPUTE(reinti_calc_svytotal_domain);
REINTI_COMPUTE(reinti_calc_svyratio);
REINTI_COMPUTE(reinti_calc_svyprop);
REINTI_COMPUTE(reinti_calc_svytotal_category);
REINTI_COMPUTE(reinti_calc_svyciprop_mean);
REINTI_COMPUTE(reinti_calc_svyciprop_asin);
REINTI_COMPUTE(reinti_calc_svyciprop_logit);
REINTI_COMPUTE(reinti_calc_svyciprop_xlogit);
REINTI_COMPUTE(reinti_calc_svyciprop_beta);
REINTI_COMPUTE(reinti_calc_svyciprop_likelihood);
REINTI_COMPUTE(reinti_calc_svyby_mean);
REINTI_COMPUTE(reinti_calc_svytable);
REINTI_COMPUTE(reinti_calc_svychisq_f);
REINTI_COMPUTE(reinti_calc_svychisq_chisq);
REINTI_COMPUTE(reinti_calc_svychisq_wald);
REINTI_COMPUTE(reinti_calc_svychisq_adjwald);

/* calc_balance.c */
REINTI_COMPUTE(reinti_calc_smd);
REINTI_COMPUTE(reinti_calc_change);

/* calc_duration.c */
REINTI_COMPUTE(reinti_calc_rmean);
REINTI_COMPUTE(reinti_calc_life_table);
REINTI_COMPUTE(reinti_calc_turnbull);

/* calc_sequence.c */
REINTI_COMPUTE(reinti_calc_state_distribution);
REINTI_COMPUTE(reinti_calc_sequence);
REINTI_COMPUTE(reinti_calc_seq_distance);
REINTI_COMPUTE(reinti_calc_seq_cluster);
REINTI_COMPUTE(reinti_calc_transition_by_gap);

/* calc_letters.c */
REINTI_COMPUTE(reinti_calc_column_letters);
REINTI_COMPUTE(reinti_calc_cell_vs_rest);
REINTI_COMPUTE(reinti_calc_adjust_p);

/* calc_rake.c */
REINTI_COMPUTE(reinti_calc_rake);

/* calc_missing.c */
REINTI_COMPUTE(reinti_calc_rubin);
REINTI_COMPUTE(reinti_calc_missing_bounds);

#endif
