{
  description = "Stand-in for the part of home-manager that fleet/ uses";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs = _: {
    lib.homeManagerConfiguration =
      { pkgs, modules, lib ? pkgs.lib, extraSpecialArgs ? { } }:
      let
        evaluated = lib.evalModules {
          class = "homeManager";
          specialArgs = { inherit pkgs; } // extraSpecialArgs;
          modules = modules ++ [ ./modules/home.nix ./modules/files.nix ./modules/programs.nix ./modules/services.nix ./modules/uninstall.nix ];
        };
        failed = builtins.filter (one: !one.assertion) evaluated.config.assertions;
        config =
          if failed == [ ] then evaluated.config
          else throw "Failed assertions:\n${lib.concatMapStringsSep "\n" (one: "- ${one.message}") failed}";
      in
      {
        inherit config pkgs;
        inherit (evaluated) options;
        inherit (config.home) activationPackage;
      };
  };
}
