# The Mac's options that fleet/ sets, and the system made of them.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    nix.enable = mkOption { type = types.bool; default = true; };
    nixpkgs.hostPlatform = mkOption { type = types.enum [ "aarch64-darwin" ]; };
    services.tailscale.enable = lib.mkEnableOption "the Tailscale client";
    environment.systemPackages = mkOption { type = types.listOf types.package; default = [ ]; };
    system.stateVersion = mkOption { type = types.enum [ 1 2 3 4 5 6 ]; };
    system.build.toplevel = mkOption { type = types.package; };
  };

  config = {
    environment.systemPackages = lib.optional config.services.tailscale.enable pkgs.tailscale;
    system.build.toplevel = pkgs.runCommand "darwin-system-26.05"
      {
        path = pkgs.buildEnv { name = "system-path"; paths = config.environment.systemPackages; };
        inherit (config.system) stateVersion;
      }
      ''
        mkdir -p "$out"
        ln -s "$path" "$out/sw"
      '';
  };
}
